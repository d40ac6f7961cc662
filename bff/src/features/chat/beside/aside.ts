import type { Logger } from '../../../logger';
import type { Model, PromptMessage } from '../../../upstreams/model/model';
import { deadline } from '../../../within-time';

/** A small thing the model is asked beside the answers. */
export interface Aside {
  /** What is asked for, as logs and the request's first line name it. */
  task: 'title' | 'follow-ups' | 'summary' | 'standalone question' | 'hypothetical passage';
  instructions: string;
  content: string;
  /** The most tokens and ms it may take. */
  maxTokens: number;
  withinMs: number;
  model: string | undefined;
  /** Told of all the text so far, each time there is more. */
  grew?: (text: string) => void;
  /** Aborted where nobody waits for it any more. */
  signal?: AbortSignal;
}

export interface Asides {
  /** Undefined where nothing came: too much is asked already, the model failed or was too slow. Never rejects. */
  ask(aside: Aside): Promise<string | undefined>;
  /** Ends what is being asked. */
  close(): void;
}

/** Such calls at once, of one process: answers come first. What people can ask for leaves room for the rest. */
const AT_ONCE = 4;
const FOLLOW_UPS_AT_ONCE = 2;

/** Asks the model for small things, at most `atOnce` at a time, bounded in tokens and time. */
export function createAsides(model: Model, logger: Logger, atOnce = AT_ONCE): Asides {
  const closing = new AbortController();
  let running = 0;

  const ask: Asides['ask'] = async ({
    task,
    instructions,
    content,
    maxTokens,
    withinMs,
    model: name,
    grew,
    ...aside
  }) => {
    if (running >= (task === 'follow-ups' ? FOLLOW_UPS_AT_ONCE : atOnce)) return undefined;
    running += 1;
    const outer = aside.signal ? [aside.signal] : [];
    const signal = AbortSignal.any([deadline(withinMs), closing.signal, ...outer]);
    const messages: PromptMessage[] = [
      { role: 'system', content: `Task: ${task}.\n${instructions}` },
      { role: 'user', content },
    ];
    try {
      let text = '';
      const thinking = model.tokens.windowOf(name) === undefined ? undefined : false;
      await model.stream({ messages, model: name, maxTokens, thinking, signal }, (event) => {
        if (event.kind !== 'text') return;
        text += event.text;
        grew?.(storable(text));
      });
      const written = storable(text).trim();
      return signal.aborted || written === '' ? undefined : written;
    } catch (error) {
      logger.warn({ err: error, task }, 'the model did not do a small thing');
      return undefined;
    } finally {
      running -= 1;
    }
  };
  return { ask, close: () => closing.abort() };
}

/** The beginning and the end of a long text, `max` UTF-16 units of it at most. */
export function inShort(text: string, max: number): string {
  if (text.length <= max) return text.toWellFormed();
  const half = Math.floor(max / 2);
  return `${text.slice(0, half)} … ${text.slice(-half)}`.toWellFormed();
}

/** A question and its answer as the content of an aside, `max` UTF-16 units of each at most. */
export function inShortBoth(question: { text: string }, answer: { text: string }, max: number): string {
  return `${inShort(question.text, max)}\n\n---\n\n${inShort(answer.text, max)}`;
}

/** What a database can hold of a model's text: neither NUL nor half a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
