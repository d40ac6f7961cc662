import OpenAI from 'openai';
import type { Config } from '../../config';
import { Failure } from '../../failure';
import { toUpstreamFailure } from './faults';
import type { Model, ModelEvent, ModelRequest } from './model';
import { createContinuation } from './continuation';
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
  const openai = new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey || 'none',
    maxRetries: 0,
    timeout: firstTokenTimeoutMs,
    logLevel: 'off',
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
    const response = await openai.chat.completions.create(body, { signal }).asResponse();
    if (!response.body) throw new Failure('upstream_unavailable', 'the model sent no body', { reason: 'malformed' });
    return response.body;
  };

  const stream = async function* (request: ModelRequest): AsyncGenerator<ModelEvent> {
    const watchdog = createWatchdog(request.signal, firstTokenTimeoutMs, idleTimeoutMs);
    try {
      yield* readAnswer(await open(request, watchdog.signal), watchdog);
    } catch (error) {
      if (request.signal.aborted) return;
      throw toUpstreamFailure(error, watchdog.bite);
    } finally {
      watchdog.dispose();
    }
  };

  return {
    stream: (request) => (request.continues === true ? continuation.guard(request, stream(request)) : stream(request)),
    mayContinue: continuation.possible,

    ping: async (timeoutMs) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const headers = apiKey ? { authorization: `Bearer ${apiKey}` } : undefined;
      const response = await fetch(`${baseUrl}/models`, { signal, ...(headers && { headers }) });
      await response.body?.cancel();
    },
  };
}

async function* readAnswer(body: ReadableStream<Uint8Array>, watchdog: Watchdog): AsyncGenerator<ModelEvent> {
  let finished = false;
  for await (const data of readEvents(body)) {
    watchdog.pet();
    if (data === '[DONE]') break;
    for (const event of translateChunk(data)) {
      finished ||= event.kind === 'finish';
      yield event;
    }
  }
  if (!finished) {
    throw new Failure('upstream_unavailable', 'the model ended its answer without saying that it was done', {
      reason: 'cut',
    });
  }
}
