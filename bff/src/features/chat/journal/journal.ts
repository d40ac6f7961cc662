import type { AnswerEnd, PieceKind } from '../answer-log';

/** A piece of an answer and where it begins, in UTF-16 units. At offset 0 it replaces whatever was there. */
export interface Piece {
  kind: PieceKind;
  offset: number;
  text: string;
}

/** What the journal holds of an answer. `end` is there where its writer died between the last word and storing it. */
export interface Journalled {
  text: string;
  reasoning: string;
  end?: AnswerEnd;
}

/**
 * What became of a write: `kept`, and it now survives this process; `lost`, for a later generation writes the answer;
 * `gap`, for what came before is not there, and everything is to be written again from offset 0.
 */
export type Outcome = 'kept' | 'lost' | 'gap';

/**
 * How long text gathers at the most, in ms. It leaves for its readers once it is durable, so that text waits once; a write for
 * each token would cost a tenth of all CPU.
 */
export const GATHER_MS = 110;

/**
 * Where the text of running answers is made durable before anybody sees it: between two checkpoints of the database a
 * process may die, and what a phone was shown by then must be what the next writer goes on from.
 * One write of an answer at a time; every call rejects where the journal cannot be reached now.
 */
export interface Journal {
  /** How long text of one answer gathers between two writes at the most, in ms. */
  readonly gatherMs: number;
  write(answerId: string, generation: number, pieces: Piece[]): Promise<Outcome>;
  /** Gets ready for a first write soon to come, which is then quicker. Never throws. */
  expect(answerId: string, generation: number): void;
  /** Tells those who watch that what the answer rests on is in the database anew, before the words that come of it. */
  sourced?(answerId: string, generation: number): Promise<Outcome>;
  /** Writes down how the answer ended, before that is stored. */
  writeEnd(answerId: string, generation: number, end: AnswerEnd): Promise<Outcome>;
  /** Shuts out every earlier generation and gives what they wrote, which stays written under this one. */
  takeOver(answerId: string, generation: number): Promise<Journalled>;
  /** What is written of the answer now, by whomever; nobody is shut out. */
  read(answerId: string): Promise<Journalled>;
  /** The answer is stored: what is here may go. */
  forget(answerId: string): Promise<void>;
  /** Answers that a process of this machine left behind which is certainly dead. */
  orphans(): Promise<string[]>;
  /**
   * Where other processes write here too: tells of all that is written and of what comes, in order, until the function
   * returned is called; `sourced` once what it rests on is in the database, `stored` once its end is.
   */
  watch?(answerId: string, on: (piece: Piece | 'sourced' | 'stored') => void): () => void;
  close(): Promise<void>;
}

/** `held` with `piece` written over it from its offset on; undefined where the piece begins beyond its end. */
export function written(held: string, { offset, text }: Pick<Piece, 'offset' | 'text'>): string | undefined {
  return offset > held.length ? undefined : held.slice(0, offset) + text;
}
