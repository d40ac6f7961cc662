import type { IncomingMessage } from 'node:http';
import OpenAI from 'openai';
import type { Config } from '../../config';
import { Failure } from '../../failure';
import { toUpstreamFailure } from './faults';
import type { Model, ModelRequest, Take } from './model';
import { createContinuation } from './continuation';
import { createRawFetch } from './raw-fetch';
import { readEvents } from './sse';
import { translateChunk } from './translate';
import { createWatchdog, type Watchdog } from './watchdog';

/** vLLM's fields beside OpenAI's: the prompt ends in the middle of the assistant's message. */
interface Continuation {
  continue_final_message?: boolean;
  add_generation_prompt?: boolean;
}

/**
 * The model behind any OpenAI-compatible endpoint. The SDK makes the request; its stream reader is left out, because
 * reading the events ourselves costs a fraction of its CPU per chunk and tells a clean end from a cut.
 * Never retried here: a second try would be a second generation.
 */
export function createModel(config: Config['model']): Model {
  const { baseUrl, apiKey, firstTokenTimeoutMs, idleTimeoutMs } = config;
  const raw = createRawFetch();
  const openai = new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey || 'none',
    maxRetries: 0,
    timeout: firstTokenTimeoutMs,
    logLevel: 'off',
    fetch: raw.fetch,
  });
  const continuation = createContinuation(config.continues);
  let firstListed: Promise<string> | undefined;

  const listFirst = async (): Promise<string> => {
    const { data } = await openai.models.list();
    const [first] = data;
    if (!first) throw new Failure('upstream_unavailable', 'the model endpoint lists no model', { reason: 'rejected' });
    return first.id;
  };
  const modelName = async (asked: string | undefined): Promise<string> => {
    const name = asked ?? config.name;
    if (name !== undefined) return name;
    firstListed ??= listFirst();
    try {
      return await firstListed;
    } catch (error) {
      firstListed = undefined;
      throw error;
    }
  };

  const open = async ({ messages, model, maxTokens, continues }: ModelRequest, signal: AbortSignal) => {
    const body: OpenAI.ChatCompletionCreateParamsStreaming & Continuation = {
      model: await modelName(model),
      messages,
      max_tokens: maxTokens,
      stream: true,
      stream_options: { include_usage: true },
      ...(continues === true && { continue_final_message: true, add_generation_prompt: false }),
    };
    const answer = raw.bodyOf(await openai.chat.completions.create(body, { signal }).asResponse());
    if (!answer) throw new Failure('upstream_unavailable', 'the model sent no body', { reason: 'malformed' });
    return answer;
  };

  const stream = async (request: ModelRequest, take: Take): Promise<void> => {
    const watchdog = createWatchdog(request.signal, firstTokenTimeoutMs, idleTimeoutMs);
    try {
      await readAnswer(await open(request, watchdog.signal), watchdog, take);
    } catch (error) {
      if (request.signal.aborted) return;
      throw toUpstreamFailure(error, watchdog.bite);
    } finally {
      watchdog.dispose();
    }
  };

  return {
    stream: (request, take) =>
      request.continues === true ? continuation.guard(request, take, stream) : stream(request, take),
    mayContinue: continuation.possible,

    ping: async (timeoutMs) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const headers = apiKey ? { authorization: `Bearer ${apiKey}` } : undefined;
      const response = await fetch(`${baseUrl}/models`, { signal, ...(headers && { headers }) });
      await response.body?.cancel();
    },
  };
}

async function readAnswer(body: IncomingMessage, watchdog: Watchdog, take: Take): Promise<void> {
  let finished = false;
  await readEvents(body, (data) => {
    watchdog.pet();
    if (data === '[DONE]') return false;
    for (const event of translateChunk(data)) {
      finished ||= event.kind === 'finish';
      take(event);
    }
    return true;
  });
  if (!finished) {
    throw new Failure('upstream_unavailable', 'the model ended its answer without saying that it was done', {
      reason: 'cut',
    });
  }
}
