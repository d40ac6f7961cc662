import { Failure } from '../../failure';
import type { Model, ModelEvent, ModelRequest, Take } from './model';

/** An endpoint that begins its answer anew shows it in so many UTF-16 units. */
const TELLING = 24;

export interface Continuation {
  /** False where the setting or an earlier try says that the endpoint cannot go on with a text. */
  possible(): boolean;
  /**
   * Streams a request that is to go on with its last message, and holds its events back until it is clear that it does.
   * Rejects with `upstream_unavailable` for the reason `rejected` where it begins anew.
   */
  guard(request: ModelRequest, take: Take, stream: Model['stream']): Promise<void>;
}

/**
 * Finds out, with the first text that is to be continued, whether an endpoint knows how. One that does not know the
 * fields for it either refuses the request or ignores them, and then the answer begins anew. With `on` a refusal is
 * taken for a fault of that request alone.
 */
export function createContinuation(setting: 'auto' | 'on' | 'off'): Continuation {
  let known: boolean | undefined = setting === 'off' ? false : undefined;

  const judge = (fits: boolean): void => {
    if (setting === 'auto') known ??= fits;
  };

  return {
    possible: () => known !== false,
    guard: async (request, take, stream) => {
      const written = request.messages.at(-1)?.content ?? '';
      const held: ModelEvent[] = [];
      const state = { text: '', clear: false };
      const look = (event: ModelEvent): void => {
        if (state.clear) return take(event);
        held.push(event);
        if (event.kind === 'text') state.text += event.text;
        if (state.text.length < TELLING && event.kind !== 'finish') return;
        if (beginsAnew(written, state.text)) {
          throw new Failure('upstream_unavailable', 'the model began its answer anew', { reason: 'rejected' });
        }
        judge(true);
        state.clear = true;
        for (const waiting of held) take(waiting);
      };
      try {
        await stream(request, look);
      } catch (error) {
        if (!state.clear && error instanceof Failure && error.reason === 'rejected') judge(false);
        throw error;
      }
    },
  };
}

function beginsAnew(written: string, text: string): boolean {
  const length = Math.min(TELLING, written.length, text.length);
  const beginning = text.slice(0, length);
  if (length === 0 || !written.startsWith(beginning)) return false;
  // A text that repeats itself, a list or a table, may go on with its own beginning.
  return !written.includes(beginning.slice(0, Math.ceil(length / 2)), 1);
}
