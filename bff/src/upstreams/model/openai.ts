import type { IncomingMessage } from 'node:http';
import type { Config } from '../../config';
import { Failure } from '../../failure';
import { createContinuation } from './continuation';
import { createEndpoint } from './endpoint';
import { toUpstreamFailure } from './faults';
import type { Model, ModelRequest, Take } from './model';
import { readEvents } from './sse';
import { translateChunk } from './translate';
import { createWatchdog, type Watchdog } from './watchdog';

/**
 * The model behind any OpenAI-compatible endpoint. No generation is retried here: a second try would be a second one.
 */
export function createModel(config: Config['model']): Model {
  const { firstTokenTimeoutMs, idleTimeoutMs } = config;
  const endpoint = createEndpoint(config);
  const continuation = createContinuation(config.continues);
  let firstListed: Promise<string> | undefined;

  const modelName = async (): Promise<string> => {
    firstListed ??= endpoint.firstModel();
    try {
      return await firstListed;
    } catch (error) {
      firstListed = undefined;
      throw error;
    }
  };
  const bodyOf = async ({ messages, model, maxTokens, continues }: ModelRequest): Promise<object> => ({
    model: model ?? config.name ?? (await modelName()),
    messages,
    max_tokens: maxTokens,
    stream: true,
    stream_options: { include_usage: true },
    // vLLM's fields: the prompt ends in the middle of the assistant's message.
    ...(continues === true && { continue_final_message: true, add_generation_prompt: false }),
  });

  const stream = async (request: ModelRequest, take: Take): Promise<void> => {
    const watchdog = createWatchdog(request.signal, firstTokenTimeoutMs, idleTimeoutMs);
    let began = false;
    try {
      const answer = await endpoint.complete(await bodyOf(request), watchdog.signal);
      began = true;
      await readAnswer(answer, watchdog, take);
    } catch (error) {
      if (request.signal.aborted) return;
      throw toUpstreamFailure(error, watchdog.bite, began);
    } finally {
      watchdog.dispose();
    }
  };

  return {
    stream: (request, take) =>
      request.continues === true ? continuation.guard(request, take, stream) : stream(request, take),
    mayContinue: continuation.possible,
    ping: endpoint.ping,
  };
}

async function readAnswer(body: IncomingMessage, watchdog: Watchdog, take: Take): Promise<void> {
  const seen = { finish: false };
  await readEvents(body, (data) => {
    watchdog.pet();
    if (data === '[DONE]') return false;
    for (const event of translateChunk(data)) {
      seen.finish ||= event.kind === 'finish';
      take(event);
    }
    return true;
  });
  if (!seen.finish) {
    throw new Failure('upstream_unavailable', 'the model ended its answer without saying that it was done', {
      reason: 'cut',
    });
  }
}
