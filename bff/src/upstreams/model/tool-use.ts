import type { Config } from '../../config';
import { Failure } from '../../failure';
import { remember } from '../../remember';
import type { Model, ModelRequest, PromptMessage, ToolCall } from './model';

/** How long it is believed that a model calls no functions, in ms: another may be served under its name. */
const KEPT_MS = 600_000;
/** Models that are remembered: people may name any. */
const MODELS = 100;

export type ToolUse = Pick<Model, 'stream' | 'takesTools'>;

/**
 * Asks again without tools where an endpoint refuses a request for them: vLLM does unless it is started for them, and many models
 * know none. With `on` a refusal is taken for a fault of that request alone. Where it takes calls but refuses what came of them, the
 * model is told that in words.
 */
export function createToolUse(setting: Config['model']['tools'], stream: Model['stream']): ToolUse {
  const without = new Map<string | undefined, number>();

  const takesTools: Model['takesTools'] = (name) =>
    setting === 'on' || (setting === 'auto' && Date.now() >= (without.get(name) ?? -Infinity));

  return {
    takesTools,
    stream: async ({ tools = [], ...request }, take) => {
      const offered = takesTools(request.model) ? tools : [];
      const called = hasCalls(request);
      if (offered.length === 0 && !called) return stream(request, take);
      const state = { began: false };
      try {
        await stream({ ...request, tools: offered }, (event) => {
          state.began = true;
          take(event);
        });
      } catch (error) {
        const refused = error instanceof Failure && error.reason === 'rejected';
        // With `on` tools are not given up, but an answer on the way to which one was used is not to fail.
        if (state.began || !refused || (setting === 'on' && !called)) throw error;
        await stream(called ? { ...request, messages: inWords(request.messages) } : request, (event) => {
          // Only where it is fine without them were they what it refused.
          if (!state.began) remember(without, request.model, Date.now() + KEPT_MS, MODELS);
          state.began = true;
          take(event);
        });
      }
    },
  };
}

function hasCalls({ messages }: Pick<ModelRequest, 'messages'>): boolean {
  return messages.some(({ calls = [] }) => calls.length > 0);
}

/** Calls and what came of them as a person's words: some endpoints offer tools, and then know no message of the role `tool`. */
function inWords(messages: readonly PromptMessage[]): PromptMessage[] {
  const said: PromptMessage[] = [];
  let calls: readonly ToolCall[] = [];
  for (const { calls: made, callId, ...message } of messages) {
    if (made) calls = made;
    if (callId === undefined) {
      if (message.content !== '' || !made) said.push(message);
      continue;
    }
    const call = calls.find(({ id }) => id === callId);
    const content = `Result of the tool ${call?.name ?? ''} ${call?.arguments ?? ''}:\n${message.content}`;
    const last = said.at(-1);
    // Templates refuse two messages in a row of a person.
    if (last?.role === 'user') said.splice(-1, 1, { ...last, content: `${last.content}\n\n${content}` });
    else said.push({ role: 'user', content });
  }
  return said;
}
