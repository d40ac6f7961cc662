import type { Box } from '@huati/shared';
import { TEXT_MAX, Unreadable, type Extracted, type Piece, type Progress } from './extracted';
import type { Kind } from './kinds';
import type { Languages } from './ocr/languages';
import type { Picture } from './pictures/jpeg';
import type { Budget, Pool } from './pool';

/** Tells in Markdown what stands on a picture, a JPEG. */
export type ReadPicture = (jpeg: Uint8Array, signal: AbortSignal) => Promise<string>;

/** At most so many pages of a file are looked at: each takes seconds. */
export const LOOKED_MAX = 100;
/** So many at once: while one is recognised, the next is drawn. */
const AT_ONCE = 2;
const PAGE_WIDTH = 1600;
const PICTURE_SIDE = 2000;

/** Recognising all pages of a file may take so many times as long as drawing all of them. */
const SEEING_TIMES = 10;

interface Means {
  drawing: Pool;
  seeing: Pool;
  languages: Languages;
  /** The longest that drawing all pages of a file may take, in milliseconds. */
  timeoutMs: number;
  readPicture?: ReadPicture;
}

interface Subject {
  source: { path: string; kind: Kind };
  read: Extracted;
}

/**
 * Looks at the pages of `read` that are pictures, and puts what stands on them in its place among the other pieces. Blank
 * pages are passed over; `cut` where there are more than `LOOKED_MAX`, one could not be drawn or recognised, or all of it
 * took too long: then no further page is begun.
 */
export async function lookAt(
  { source, read }: Subject,
  means: Means,
  { signal, progress }: { signal: AbortSignal; progress?: Progress },
): Promise<{ pieces: Piece[]; cut: boolean }> {
  const scanned = (read.scanned ?? []).slice(0, LOOKED_MAX);
  const found = new Map<number, Piece[]>();
  const waiting = [...scanned];
  const before = read.pages ?? scanned.length;
  const failures: Error[] = [];
  const budgets = { drawing: { leftMs: means.timeoutMs }, seeing: { leftMs: means.timeoutMs * SEEING_TIMES } };
  let done = 0;
  const work = async (): Promise<void> => {
    for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
      try {
        found.set(page, await piecesOn({ source, page, budgets }, means, signal));
      } catch (error) {
        signal.throwIfAborted();
        failures.push(error instanceof Error ? error : new Error(String(error)));
        if (error instanceof Unreadable && error.reason === 'too_slow') waiting.length = 0;
      }
      done += 1;
      progress?.(before + done, before + scanned.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const pieces = merged(read.pieces, found);
  // One page that cannot be drawn does not cost the others; a file of nothing else is told of.
  const [failed] = failures;
  if (failed && pieces.length === 0) throw failed;
  return { ...kept(pieces), ...((failed || (read.scanned?.length ?? 0) > LOOKED_MAX) && { cut: true }) };
}

/** A page to look at, and the time that is left for it and those after it. */
interface Look {
  source: Subject['source'];
  page: number;
  budgets: { drawing: Budget; seeing: Budget };
}

async function piecesOn(look: Look, means: Means, signal: AbortSignal): Promise<Piece[]> {
  const { source, page, budgets } = look;
  const place = source.kind === 'pdf' ? { page } : {};
  const picture = await drawn(look, means.drawing, signal);
  if (!picture) return [];
  const told = await toldOf(picture, means.readPicture, signal);
  if (told !== undefined) {
    const whole: Box[] = [[0, 0, 1, 1]];
    return told
      .split(/\n\s*\n/)
      .flatMap((text) => (text.trim() === '' ? [] : [{ text: text.trim(), place, boxes: whole }]));
  }
  const languages = await means.languages.folder();
  const seen = await means.seeing.run({ do: 'see', picture, languages }, signal, { budget: budgets.seeing });
  return seen.map(({ text, box }) => ({ text, place, boxes: [box] }));
}

function drawn({ source, page, budgets }: Look, drawing: Pool, signal: AbortSignal): Promise<Picture | undefined> {
  const { path, kind } = source;
  const hearing = { budget: budgets.drawing };
  if (kind !== 'pdf') return drawing.run({ do: 'picture', path, kind, maxSide: PICTURE_SIDE }, signal, hearing);
  return drawing.run({ do: 'marks', path, page, width: PAGE_WIDTH }, signal, hearing);
}

async function toldOf(
  { jpeg }: Picture,
  readPicture: ReadPicture | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!readPicture) return undefined;
  try {
    return await readPicture(jpeg, signal);
  } catch {
    // The model is away or cannot see: printed words are recognised without it.
    signal.throwIfAborted();
    return undefined;
  }
}

/** What was seen on a page stands in place of the few words that it had, where it is more. */
function merged(pieces: readonly Piece[], found: ReadonlyMap<number, Piece[]>): Piece[] {
  const units = (some: readonly Piece[]): number => some.reduce((sum, { text }) => sum + text.length, 0);
  let all = [...pieces];
  for (const [page, seen] of [...found].sort((a, b) => a[0] - b[0])) {
    const had = all.filter(({ place }) => place.page === page);
    if (units(seen) <= units(had)) continue;
    const others = all.filter(({ place }) => place.page !== page);
    const after = others.findIndex(({ place }) => (place.page ?? 0) > page);
    all = after < 0 ? [...others, ...seen] : [...others.slice(0, after), ...seen, ...others.slice(after)];
  }
  return all;
}

function kept(pieces: Piece[]): { pieces: Piece[]; cut: boolean } {
  let units = 0;
  const over = pieces.findIndex(({ text }) => (units += text.length) > TEXT_MAX);
  return over < 0 ? { pieces, cut: false } : { pieces: pieces.slice(0, over), cut: true };
}
