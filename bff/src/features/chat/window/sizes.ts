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

  /** Tokens of each message's text. */
  async ofMessages(messages: readonly HistoryRow[], counter: Counter): Promise<number[]> {
    for (const message of messages) {
      const found = message.attached === 1 ? this.#texts.get(keyOf(message, counter)) : undefined;
      if (found !== undefined) Object.assign(message, { token_count: found, token_counter: counter.vocabulary });
    }
    const fresh = messages.filter((message) => known(message, counter) === undefined);
    const counts = fresh.length === 0 ? [] : await counter.texts(fresh.map(({ text }) => text));
    for (const [index, message] of fresh.entries()) {
      message.token_count = counts[index] ?? 0;
      message.token_counter = counter.vocabulary;
      // How a question reads with its files depends on the window: that is counted once a process.
      if (message.attached === 1) remember(this.#texts, keyOf(message, counter), message.token_count, KEPT_MAX);
      else this.repository.setTokens(message.id, message.token_count, counter.vocabulary).catch(this.unkept);
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

/** The text of one message differs by how much of its files is in it, and so by its length. */
function keyOf({ id, text }: HistoryRow, { vocabulary }: Pick<Counter, 'vocabulary'>): string {
  return `${vocabulary}\n${id}\n${text.length}`;
}

/** What is kept with the message, where the same vocabulary counted it. */
function known(message: HistoryRow, { vocabulary }: Pick<Counter, 'vocabulary'>): number | undefined {
  return message.token_counter === vocabulary && message.token_count !== null ? message.token_count : undefined;
}
