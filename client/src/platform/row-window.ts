import { computed, nextTick, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { bringNear } from './far';
import { holdPlace, pathOf, pieceAt, piecesAt, steadyPieces } from './row-anchor';
import { RowHeights } from './row-heights';
import { focusLeaves, keptIn, withKept } from './row-kept';
import { heightOf, reaches, spansFor, stepTo, type Laid, type Sight, type Span } from './row-span';
import { holdWords, type HeldWords } from './row-words';
import { rowsElement, scrollElement } from './scroll-element';
import { watchRest, type Rest } from './scroll-rest';

/**
 * A place in a list: a row, where in it (`path`, the piece of it that is seen first: not all that is above has its height yet), and how
 * far the beginning of that is above the top of what is seen, px.
 */
export interface RowPlace {
  row: string;
  path: number[];
  px: number;
}

export interface RowWindowOptions<T> {
  /** The id of the view that scrolls; what has the rows in it is `<id>-rows`. */
  id: string;
  items(): readonly T[];
  /** The id of an item's row in the page. */
  row(item: T): string;
  /** How high a row may be that was never drawn; px, for a phone. */
  guess(item: T): number;
  /** There are rows before or after the items, which were not read yet. */
  unread(): { before: boolean; after: boolean };
}

export interface RowWindow<T> {
  /** Whether heights are measured here: then the room above is an element with the id `<id>-above`. */
  measured: boolean;
  /** The rows that are drawn. */
  rows: ComputedRef<readonly T[]>;
  /** The room of those that are not, above and below; px. */
  above: Ref<number>;
  below: ComputedRef<number>;
  /** There are items behind the last that is drawn. */
  cut: ComputedRef<boolean>;
  /** Draws more rows that way. Out: false where all that way are drawn, or will be by themselves. */
  move(way: 'older' | 'newer'): boolean;
  /** Draws the row with the key, wherever it is; the view is not scrolled. */
  moveTo(key: string): void;
  /** Draws the last rows. */
  toEnd(): void;
  /** The view was scrolled; `following` as below. Out: whether it is near to what was not read; undefined where the view cannot tell. */
  scrolled(following: boolean): { start: boolean; end: boolean } | undefined;
  /** Rows changed their height. `following`: the view is put to its end anyhow; else what is seen stays where it is. */
  resized(following: boolean): void;
  /** Runs when the view was at rest, and nobody holds it. Out: stops all that was begun. */
  start(rested: () => void): () => void;
  /** Where the view stands; null where it cannot tell. What is read there stays in sight wherever lines break later. */
  place(): RowPlace | null;
  /** Scrolls so that a drawn row stands there. */
  restore(place: RowPlace): void;
}

const LIMITS = { max: 60 };
/** Less than this is rounding; px. */
const MOVED_PX = 0.5;
/** Rows are drawn so many screens beyond what is seen, and drawn anew when fewer than `LEAST` are left. */
const BEYOND = 3;
const LEAST = 1;
/** So many rows more are drawn in one frame on either side: one row may be a long answer. */
const CHUNK = 4;
/** So many screens from the end of what was read, more is read. */
const NEAR = 3;
/** What was not read yet has so many screens, until it was: a fling finds room, and nobody has to scroll for it to go on. */
const ROOM = 8;
/** Rows that are drawn for the end of a list, before anything was measured. */
const FIRST = 6;
const STILL = (): number => 0;

/** Which items are drawn, by the keys of the first and the last; `end`: those at the end, whatever comes. */
interface Drawn {
  first: string;
  last: string;
  count: number;
  end: boolean;
}

/**
 * Draws of a long list what is seen and a little around it. What was measured is remembered, what is above what is seen
 * changes only the room above, so that nothing moves and no fling is broken off; that room is put right when the view rests.
 */
export function useRowWindow<T extends { key: string }>(options: RowWindowOptions<T>): RowWindow<T> {
  return new MeasuredWindow(options);
}

interface Found {
  view: HTMLElement;
  block: HTMLElement;
}

class MeasuredWindow<T extends { key: string }> implements RowWindow<T> {
  readonly measured = true;
  readonly above = ref(0);
  private readonly heights = new RowHeights();
  private readonly drawn: ShallowRef<Drawn | null> = shallowRef(null);
  /** Counts what was measured: the room below goes by it. */
  private readonly changes = ref(0);
  private readonly span = computed(() => spanOf(this.options.items(), this.drawn.value));
  readonly rows = computed(() => this.options.items().slice(this.span.value.from, this.span.value.to));
  readonly cut = computed(() => this.span.value.to < this.options.items().length);
  readonly below = computed(() => {
    void this.changes.value;
    const { items, unread } = this.options;
    return heightOf(this, { from: this.span.value.to, to: items().length }) + (unread().after ? this.room() : 0);
  });
  private width = 0;
  private frame = 0;
  private rest: Rest | null = null;
  /** By how much what is seen was moved since it was last looked at, px. */
  private moved: () => number = STILL;
  /** Where the view stood then, px. */
  private top = 0;
  /** What was read when the view was at rest, until somebody scrolls on. */
  private read: HeldWords | null = null;

  constructor(private readonly options: RowWindowOptions<T>) {}

  move(way: 'older' | 'newer'): boolean {
    return way === 'older' ? this.span.value.from > 0 : this.cut.value;
  }

  moveTo(key: string): void {
    const items = this.options.items();
    const index = items.findIndex((item) => item.key === key);
    if (index < 0) return;
    const { from, to } = this.span.value;
    if (index < from || index >= to)
      this.jump({ from: Math.max(0, index - 1), to: Math.min(items.length, index + FIRST) });
    this.letGo();
    this.again();
  }

  toEnd(): void {
    const { length } = this.options.items();
    const first = this.options.items()[this.span.value.from];
    if (this.drawn.value?.end && first?.key === this.drawn.value.first) return;
    this.jump({ from: Math.max(0, length - FIRST), to: length });
    this.letGo();
    this.again();
  }

  scrolled(following: boolean): { start: boolean; end: boolean } | undefined {
    const found = this.find();
    if (!found) return undefined;
    this.catchUp(found);
    if (this.read?.still() === false) this.read = null;
    const { clientHeight } = found.view;
    const lies = this.laid(found);
    const sight = sightOf(found.view);
    if (!this.suffices(found, lies)) this.advance(found);
    else if (following) this.letGo();
    else this.hold(found);
    const first = lies.top - heightOf(lies, { from: 0, to: lies.from });
    const last = lies.top + heightOf(lies, { from: lies.from, to: lies.count });
    return { start: sight.top - first < NEAR * clientHeight, end: last - sight.bottom < NEAR * clientHeight };
  }

  resized(following: boolean): void {
    const found = this.find();
    if (!found) return;
    if (!following) this.putBack(found);
    this.measure(found);
    // At the end nothing is to be put back.
    if (following) this.letGo();
    else this.hold(found);
    // A frame more for each piece of an answer would cost as much as the piece.
    if (!this.suffices(found, this.laid(found))) this.again();
  }

  start(rested: () => void): () => void {
    const view = scrollElement(this.options.id);
    const rest = (): void => {
      this.settle();
      rested();
    };
    this.rest = view && watchRest(view, rest);
    this.again();
    return () => {
      cancelAnimationFrame(this.frame);
      this.rest?.stop();
    };
  }

  place(): RowPlace | null {
    const found = this.find();
    if (!found) return null;
    const { top } = found.view.getBoundingClientRect();
    const all = piecesAt(found.view, found.block);
    const seen = all[all.length - 1];
    if (seen && !this.read?.still()) this.read = holdWords(found.view, found.block, seen.element);
    const pieces = steadyPieces(all);
    const [row] = pieces;
    const piece = pieces[pieces.length - 1];
    if (!row || !piece) return null;
    return { row: row.element.id, path: pathOf(pieces), px: top - piece.top };
  }

  restore({ row, path, px }: RowPlace): void {
    const found = this.find();
    const drawn = document.getElementById(row);
    if (!found || !drawn) return;
    const { piece, whole } = pieceAt(drawn, path);
    bringNear(piece, drawn);
    const to = piece.getBoundingClientRect().top + (whole ? px : 0);
    found.view.scrollTop += to - found.view.getBoundingClientRect().top;
    this.hold(found);
    this.again();
  }

  /** How high a row is, or may be, px. */
  readonly height = (index: number): number => {
    const item = this.options.items()[index];
    return item ? this.heights.of(item.key, this.options.guess(item)) : 0;
  };

  private find(): Found | null {
    const view = scrollElement(this.options.id);
    const block = rowsElement(this.options.id);
    return view && block && view.clientHeight > 0 ? { view, block } : null;
  }

  /** What is left free for what was not read, px. */
  private room(): number {
    return ROOM * (scrollElement(this.options.id)?.clientHeight ?? 0);
  }

  private roomAbove(from: number): number {
    return heightOf(this, { from: 0, to: from }) + (this.options.unread().before ? this.room() : 0);
  }

  private laid({ view, block }: Found): Laid {
    const top = block.getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop;
    return { count: this.options.items().length, height: this.height, from: this.span.value.from, top };
  }

  private draw({ from, to }: Span): void {
    const all = this.options.items();
    const [first, last] = [all[from], all[to - 1]];
    const drawn = first && last && { first: first.key, last: last.key, count: to - from, end: to === all.length };
    this.drawn.value = drawn ?? null;
  }

  /** Draws these rows, and has the room above that belongs to them. */
  private jump(span: Span): void {
    this.draw(span);
    this.above.value = this.roomAbove(span.from);
  }

  /** Notes the heights of what is drawn. */
  private measure({ view, block }: Found): void {
    if (view.clientWidth !== this.width) this.heights.clear();
    this.width = view.clientWidth;
    const { row, guess, items } = this.options;
    const before = this.heights.size;
    let changed = false;
    for (const [index, item] of this.rows.value.entries()) {
      const element = block.children[index];
      if (element?.id !== row(item)) continue;
      if (this.heights.set(item.key, element.getBoundingClientRect().height, guess(item)) !== 0) changed = true;
    }
    if (changed || this.heights.size !== before) this.changes.value += 1;
    // Topics come and go for as long as the program runs.
    if (this.heights.size > items().length * 2 + LIMITS.max) {
      this.heights.keep(new Set(items().map(({ key }) => key)));
    }
  }

  /** At once, for what is measured next counts with it; Vue would do it a moment later. */
  private setRoom(px: number): void {
    this.above.value = px;
    const element = document.getElementById(`${this.options.id}-above`);
    if (element) element.style.height = `${px}px`;
  }

  /** Undoes what moved what is seen: by the room above as far as it goes, and only then by scrolling. */
  private putBack(found: Found): void {
    const { view } = found;
    const turned = view.clientWidth === this.width ? undefined : this.read?.moved();
    if (typeof turned === 'number') {
      view.scrollTop += turned;
      this.hold(found);
      return;
    }
    const moved = this.moved();
    // What became shorter or lower has had the browser put the view to the new end.
    const ended = view.scrollTop < this.top && view.scrollTop + view.clientHeight >= view.scrollHeight - 1;
    if (Math.abs(moved) < MOVED_PX && !ended) return;
    const top = ended ? this.top : view.scrollTop;
    this.setRoom(Math.max(0, this.above.value - moved));
    this.scrollBack(view, top);
  }

  /** Has what is seen where it was while the view stood at `top`; there may be less to scroll since. */
  private scrollBack(view: HTMLElement, top: number): void {
    const to = top + this.moved();
    if (Math.abs(view.scrollTop - to) >= MOVED_PX) view.scrollTop = to;
  }

  /** What is far gets its own height once it is near, and whoever asks where it stands is told so before `resized` is. */
  private catchUp(found: Found): void {
    this.putBack(found);
    this.measure(found);
  }

  private hold({ view, block }: Found): void {
    this.moved = holdPlace(view, block);
    this.top = view.scrollTop;
  }

  /** Another place is about to be shown. */
  private letGo(): void {
    this.moved = STILL;
    this.read = null;
    this.top = 0;
  }

  /** Whether no more rows are needed yet. */
  private suffices({ view }: Found, lies: Laid): boolean {
    return reaches(lies, this.span.value, sightOf(view), LEAST * view.clientHeight);
  }

  /** Draws what is to be seen, a step in each frame. */
  private step(): void {
    const found = this.find();
    if (!found) return;
    this.catchUp(found);
    this.advance(found);
  }

  private advance(found: Found): void {
    if (this.options.items().length === 0) return;
    const now = this.span.value;
    const margin = BEYOND * found.view.clientHeight;
    const { seen, wanted } = spansFor(this.laid(found), sightOf(found.view), { ...LIMITS, margin });
    const next = withKept(stepTo(now, seen, wanted, CHUNK), now, keptIn(found.block));
    // The focus is not lost with its row: the list has it then, and its keys go on.
    if (focusLeaves(found.block, next, now)) found.view.focus({ preventScroll: true });
    if (next.from === now.from && next.to === now.to) return;
    const apart = next.to <= now.from || next.from >= now.to;
    if (apart) this.letGo();
    else this.hold(found);
    // Where the first of them begins, by what is known of those between.
    const between = { from: Math.min(now.from, next.from), to: Math.max(now.from, next.from) };
    const shift = heightOf(this, between) * (next.from < now.from ? -1 : 1);
    this.draw(next);
    this.above.value = Math.max(0, this.above.value + shift);
    void nextTick(() => this.drewOn());
  }

  private drewOn(): void {
    const found = this.find();
    if (!found) return;
    this.catchUp(found);
    this.hold(found);
    this.rest?.wait();
    this.again();
  }

  private again(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.step());
  }

  /** Makes the room above what it should be, now that nobody would notice. */
  private settle(): void {
    const found = this.find();
    if (!found) return;
    // Before the size is told of: what is held would else be noted where the turning has put it.
    if (this.width !== found.view.clientWidth) this.catchUp(found);
    const right = this.roomAbove(this.span.value.from);
    if (Math.abs(right - this.above.value) < MOVED_PX) return;
    this.hold(found);
    this.setRoom(right);
    this.scrollBack(found.view, this.top);
    this.hold(found);
  }
}

function sightOf({ scrollTop, clientHeight }: HTMLElement): Sight {
  return { top: scrollTop, bottom: scrollTop + clientHeight };
}

/** Where the drawn items stand now: others may have come before or after them, or in their place. */
function spanOf(all: readonly { key: string }[], drawn: Drawn | null): Span {
  const end = { from: Math.max(0, all.length - FIRST), to: all.length };
  if (!drawn) return end;
  const first = all.findIndex(({ key }) => key === drawn.first);
  const last = drawn.end ? all.length - 1 : all.findIndex(({ key }) => key === drawn.last);
  if (first < 0 && (last < 0 || drawn.end)) return end;
  if (first < 0) return { from: Math.max(0, last + 1 - drawn.count), to: last + 1 };
  return { from: first, to: last < first ? Math.min(all.length, first + drawn.count) : last + 1 };
}
