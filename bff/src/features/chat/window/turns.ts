import type { HistoryRow, MessagesRepository } from '../messages/messages.repository';

/** A question with what was answered; goes to the model whole or not at all. */
export interface Turn {
  /** Oldest first: the question, and its answer where that has a word. */
  messages: HistoryRow[];
  /** True once the messages are as the model reads them. */
  whole: boolean;
}

/** A message as the model reads it: a question with the names of its files. */
export type ReadWhole = (row: HistoryRow) => Promise<HistoryRow>;

/** Messages read in one go. */
const PAGE = 100;

/** The turns that end with the message `lastId`, newest first, read as far as they are asked for. */
export class Turns {
  readonly #turns: Turn[] = [];
  #next: string | null;
  #answers: HistoryRow[] = [];

  constructor(
    private readonly repository: Pick<MessagesRepository, 'ancestors'>,
    private readonly readWhole: ReadWhole,
    lastId: string | null,
  ) {
    this.#next = lastId;
  }

  /** The turn at `index`, 0 for the newest; undefined where the topic has fewer. */
  async at(index: number): Promise<Turn | undefined> {
    while (index >= this.#turns.length && this.#next !== null) await this.#read(this.#next);
    const turn = this.#turns[index];
    // The files of turns that nobody asks for are not looked up.
    if (turn && !turn.whole) {
      turn.messages = await Promise.all(turn.messages.map(this.readWhole));
      turn.whole = true;
    }
    return turn;
  }

  /** The turns from `from` up to, not including, `to`, as far as there are. */
  async slice(from: number, to: number): Promise<Turn[]> {
    let index = from;
    while (index < to && (await this.at(index))) index += 1;
    return this.#turns.slice(from, to);
  }

  async #read(lastId: string): Promise<void> {
    const rows = await this.repository.ancestors(lastId, PAGE);
    for (const row of rows) {
      // An answer without a word says nothing, and what still runs is not known yet.
      if (row.role === 'assistant') this.#answers = row.text === '' || row.status === 'streaming' ? [] : [row];
      else if (row.text !== '') {
        this.#turns.push({ messages: [row, ...this.#answers], whole: false });
        this.#answers = [];
      }
    }
    this.#next = rows.length < PAGE ? null : (rows.at(-1)?.parent_id ?? null);
  }
}
