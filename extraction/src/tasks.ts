import type { FileReason } from '@huati/shared';
import type { Extracted, Piece } from './extracted';
import type { Kind } from './kinds';
import type { Seen } from './ocr/ocr';
import type { Divided } from './passages';
import type { Picture } from './pictures/jpeg';

/** What a thread of the pool is asked for. */
export type Task =
  | { do: 'read'; path: string; kind: Kind }
  | { do: 'divide'; pieces: Piece[] }
  | { do: 'page'; path: string; page: number; width: number }
  | { do: 'marks'; path: string; page: number; width: number }
  | { do: 'picture'; path: string; kind: Kind; maxSide: number }
  | { do: 'see'; picture: Picture; languages: string };

/** What was read, divided at once where no page is left to look at: `pieces` is empty then. */
export type Read = Extracted & Divided;

/** What each task is answered with. */
export interface Results {
  read: Read;
  divide: Divided;
  page: Picture;
  /** Nothing where there is hardly a mark on the page. */
  marks: Picture | undefined;
  picture: Picture;
  see: Seen[];
}

/** The answer of a thread. */
export type Told = { done: Results[keyof Results] } | { reason: FileReason; message: string };
