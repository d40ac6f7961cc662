import type { Config } from '../../config';
import { Failure } from '../../failure';
import { remember } from '../../remember';
import type { Model, ModelRequest } from './model';

/** How long it is believed that a model calls no functions, in ms: another may be served under its name. */
const KEPT_MS = 600_000;
/** Models that are remembered: people may name any. */
const MODELS = 100;

export type ToolUse = Pick<Model, 'stream' | 'takesTools'>;

/**
 * Asks again without tools where an endpoint refuses a request for them: vLLM does unless it is started for them, and many models
 * know none. With `on` a refusal is taken for a fault of that request alone.
 */
export function createToolUse(setting: Config['model']['tools'], stream: Model['stream']): ToolUse {
  const without = new Map<string | undefined, number>();

  const takesTools: Model['takesTools'] = (name) =>
    setting === 'on' || (setting === 'auto' && Date.now() >= (without.get(name) ?? -Infinity));

  return {
    takesTools,
    stream: async ({ tools = [], ...request }, take) => {
      if (tools.length === 0 || !takesTools(request.model)) return stream(request, take);
      const state = { began: false };
      try {
        await stream({ ...request, tools }, (event) => {
          state.began = true;
          take(event);
        });
      } catch (error) {
        const refused = error instanceof Failure && error.reason === 'rejected';
        if (state.began || !refused || setting === 'on' || hasCalls(request)) throw error;
        await stream(request, (event) => {
          // Only where it is fine without them were they what it refused.
          if (!state.began) remember(without, request.model, Date.now() + KEPT_MS, MODELS);
          state.began = true;
          take(event);
        });
      }
    },
  };
}

/** Whether the model has called already: then it takes tools. */
function hasCalls({ messages }: Pick<ModelRequest, 'messages'>): boolean {
  return messages.some(({ calls = [] }) => calls.length > 0);
}
