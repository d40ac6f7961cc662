import type { IncomingMessage } from 'node:http';
import type { Config } from '../../config';
import { Failure } from '../../failure';
import { Calls } from './calls';
import { createContinuation } from './continuation';
import { createEndpoint } from './endpoint';
import { toUpstreamFailure } from './faults';
import { createFewerPictures } from './fewer-pictures';
import type { Model, ModelRequest, PromptMessage, Take } from './model';
import { pictureLabel } from './picture-label';
import { readEvents } from './sse';
import { createThoughtSplitter } from './thoughts';
import { createToolUse } from './tool-use';
import { createTokens } from './tokens/tokens';
import { translateChunk } from './translate';
import { createVision } from './vision';
import { createWatchdog, type Watchdog } from './watchdog';

/**
 * The model behind any OpenAI-compatible endpoint. No generation is retried here: a second try would be a second one. Only what
 * was refused for its pictures or its tools is asked again without.
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
  const nameOf = async (model: string | undefined): Promise<string> => model ?? config.name ?? (await modelName());
  const bodyOf = async ({
    messages,
    model,
    maxTokens,
    thinking,
    continues,
    tools = [],
  }: ModelRequest): Promise<object> => ({
    model: await nameOf(model),
    messages: messages.map(toWire),
    max_tokens: maxTokens,
    stream: true,
    stream_options: { include_usage: true },
    ...(tools.length > 0 && { tools: tools.map((each) => ({ type: 'function', function: each })) }),
    ...(thinking !== undefined && { chat_template_kwargs: { enable_thinking: thinking } }),
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

  const pictures = createFewerPictures(stream);
  const toolUse = createToolUse(config.tools, pictures.stream);

  return {
    stream: (request, take) =>
      request.continues === true ? continuation.guard(request, take, pictures.stream) : toolUse.stream(request, take),
    takesTools: toolUse.takesTools,
    tokens: createTokens({ setting: config.counting, tokenize: endpoint.tokenize, nameOf }),
    takesPictures: createVision(config.vision, stream, nameOf),
    mostPictures: pictures.mostPictures,
    mayContinue: continuation.possible,
    ping: endpoint.ping,
  };
}

/** A message with pictures is one of parts, each picture behind its name. */
function toWire({ role, content, pictures = [], calls = [], callId }: PromptMessage): object {
  if (callId !== undefined) return { role, content, tool_call_id: callId };
  if (calls.length > 0) {
    const called = calls.map(({ id, name, arguments: given }) => ({
      id,
      type: 'function',
      function: { name, arguments: given },
    }));
    return { role, content, tool_calls: called };
  }
  if (pictures.length === 0) return { role, content };
  const parts = pictures.flatMap(({ name, url }) => [
    { type: 'text', text: pictureLabel(name) },
    { type: 'image_url', image_url: { url } },
  ]);
  return { role, content: [{ type: 'text', text: content }, ...parts] };
}

async function readAnswer(body: IncomingMessage, watchdog: Watchdog, take: Take): Promise<void> {
  const seen = { finish: false };
  const split = createThoughtSplitter(take);
  const calls = new Calls();
  await readEvents(body, (data) => {
    watchdog.pet();
    if (data === '[DONE]') return false;
    for (const event of translateChunk(data)) {
      if (event.kind === 'call-piece') {
        calls.add(event);
        continue;
      }
      if (event.kind === 'finish') {
        seen.finish = true;
        for (const call of calls.take()) split({ kind: 'call', ...call });
      }
      split(event);
    }
    return true;
  });
  if (!seen.finish) {
    throw new Failure('upstream_unavailable', 'the model ended its answer without saying that it was done', {
      reason: 'cut',
    });
  }
}
