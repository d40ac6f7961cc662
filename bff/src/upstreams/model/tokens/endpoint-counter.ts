import * as v from 'valibot';
import type { PromptMessage } from '../model';
import { NoSuchRoute, type Counter, type Frame, type TemplateOptions } from './counter';

/** Texts counted at once. */
const AT_ONCE = 8;

const Counted = v.object({ count: v.number(), max_model_len: v.nullish(v.number()) });

/** Posts `body` to the endpoint's `/tokenize` and gives what came back; rejects where that is no good answer. */
export type Tokenize = (body: object) => Promise<unknown>;

/**
 * The endpoint's own counting, as vLLM offers it. What its chat template adds is found out with a few small requests;
 * where that is not the same for every message, whole requests are counted.
 */
export async function endpointCounter(tokenize: Tokenize, model: string): Promise<Counter> {
  const post = async (body: object) => v.parse(Counted, await tokenize({ model, ...body }));
  const asPrompt = async (prompt: string): Promise<number> => (await post({ prompt, add_special_tokens: false })).count;
  const asMessage = async (content: string): Promise<number> =>
    (await post({ messages: [{ role: 'user', content }], add_generation_prompt: false })).count;
  const counted = await textCounter(asPrompt, asMessage);
  const text = (content: string): Promise<number> => (content === '' ? Promise.resolve(0) : counted(content));
  const texts = async (all: readonly string[]): Promise<number[]> => {
    const counts: number[] = [];
    for (let at = 0; at < all.length; at += AT_ONCE) {
      counts.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(text))));
    }
    return counts;
  };
  const whole = async (messages: readonly PromptMessage[], { thinking }: TemplateOptions): Promise<number> => {
    const kwargs = thinking === undefined ? {} : { chat_template_kwargs: { enable_thinking: thinking } };
    // Of pictures only the endpoint's model itself knows the size: they are estimated apart.
    const alone = messages.map(({ role, content }) => ({ role, content }));
    return (await post({ messages: alone, add_generation_prompt: true, ...kwargs })).count;
  };
  const [sum, probe] = [(counts: number[]) => counts.reduce((a, b) => a + b, 0), PROBE.map(({ content }) => content)];

  /** Undefined where the template does not add the same to every message. */
  const frameOf = async (options: TemplateOptions): Promise<Frame | undefined> => {
    const [short, long, counts] = await Promise.all([
      whole(PROBE.slice(0, 2), options),
      whole(PROBE, options),
      texts(probe),
    ]);
    const message = (long - short - sum(counts.slice(2))) / (PROBE.length - 2);
    const request = short - sum(counts.slice(0, 2)) - 2 * message;
    const middle = await whole(PROBE.slice(0, 4), options);
    const even = middle === request + 4 * message + sum(counts.slice(0, 4));
    return even && Number.isInteger(message) && request >= 0 ? { request, message } : undefined;
  };

  const frames = new Map<boolean | undefined, Promise<Frame | undefined>>();
  const known = (options: TemplateOptions): Promise<Frame | undefined> => {
    const found = frames.get(options.thinking) ?? frameOf(options);
    frames.set(options.thinking, found);
    return found;
  };
  const first = await post({ messages: PROBE.slice(0, 2), add_generation_prompt: true });
  await known({ thinking: undefined });
  return {
    kind: 'endpoint',
    vocabulary: `endpoint:${model}`.slice(0, 200),
    maxModelLen: first.max_model_len ?? undefined,
    texts,
    frame: known,
    whole,
  };
}

type CountText = (text: string) => Promise<number>;

/** Counts a text alone; where the endpoint takes messages only, by how much it makes one longer than a single letter does. */
async function textCounter(asPrompt: CountText, asMessage: CountText): Promise<CountText> {
  try {
    await asPrompt('a');
    return asPrompt;
  } catch (error) {
    if (error instanceof NoSuchRoute) throw error;
    const letter = await asMessage('a');
    return async (text) => (await asMessage(text)) - letter + 1;
  }
}

/** Messages of every role and many kinds of text. */
const PROBE: PromptMessage[] = [
  { role: 'system', content: '你是助手。Be brief.' },
  { role: 'user', content: '你好，world 123' },
  { role: 'assistant', content: '```ts\nconst a = 1;\n```' },
  { role: 'user', content: '再来一次😀？' },
  { role: 'assistant', content: '好的。\n\n- 一\n- 二' },
  { role: 'user', content: 'ok' },
];
