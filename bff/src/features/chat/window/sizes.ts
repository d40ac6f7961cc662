import { SYSTEM_PROMPT_MAX } from '@huati/shared';
import { remember } from '../../../remember';
import type { Counter } from '../../../upstreams/model/tokens/counter';
import type { HistoryRow, MessagesRepository } from '../messages/messages.repository';

/** Counts of texts that come again and again, as system prompts do; no longer ones are kept. */
const KEPT_MAX = 200;

/** Counts what was not counted before, and keeps it with the message, so that each turn counts its new texts only. */
export class Sizes {
  readonly #texts = new Map<string, number>();

  constructor(
    private readonly repository: Pick<MessagesRepository, 'setTokens'>,
    private readonly unkept: (error: unknown) => void,
  ) {}

  /** Tokens of each message as the model reads it: a question's text has the names of its files. */
  async ofMessages(messages: readonly HistoryRow[], counter: Counter): Promise<number[]> {
    const fresh = messages.filter((message) => known(message, counter) === undefined);
    const counts = fresh.length === 0 ? [] : await counter.texts(fresh.map(({ text }) => text));
    for (const [index, message] of fresh.entries()) {
      message.token_count = counts[index] ?? 0;
      message.token_counter = counter.vocabulary;
      this.repository.setTokens(message.id, message.token_count, counter.vocabulary).catch(this.unkept);
    }
    return messages.map(({ token_count: tokens }) => tokens ?? 0);
  }

  /** Tokens of a text that no message holds. */
  async ofText(text: string, counter: Counter): Promise<number> {
    const key = `${counter.vocabulary}\n${text}`;
    const found = this.#texts.get(key);
    if (found !== undefined) return found;
    const [count = 0] = await counter.texts([text]);
    if (text.length > SYSTEM_PROMPT_MAX) return count;
    remember(this.#texts, key, count, KEPT_MAX);
    return count;
  }
}

/** What is kept with the message, where the same vocabulary counted it. */
function known(message: HistoryRow, { vocabulary }: Pick<Counter, 'vocabulary'>): number | undefined {
  return message.token_counter === vocabulary && message.token_count !== null ? message.token_count : undefined;
}
