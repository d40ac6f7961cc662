import { nextTick, onBeforeUnmount, onMounted, ref, watch } from 'vue';
import { tellGrown } from '@/platform/grown';
import type { RowPlace, RowWindow } from '@/platform/row-window';
import { createScroller, type ScrollMetrics } from '@/platform/scroller';
import { distanceFromEnd, followsEnd, NEAR_END_PX } from './follow-end';

/** So near to either end of what was read, more is asked for, where the rows do not tell; px. */
const NEAR_PX = 600;

/** The id of the row of a message in the page; selectors of mini-programs take no other characters. */
export function rowId(messageId: string): string {
  return `row-${messageId.replace(/[^\w-]/g, '_')}`;
}

export interface ListScrollOptions {
  id: string;
  /** What is drawn of the rows. */
  drawn: RowWindow<{ key: string }>;
  /** The keys of the rows, and the id in the page of the row with a key. */
  keys(): readonly string[];
  row(key: string): string;
  /** The reader came near to the beginning, or the end, of what was read. May be called again before it is done. */
  nearStart(): void;
  nearEnd(): void;
  /** The end of the topic is not among the rows: there is nothing to stay with. */
  detached(): boolean;
  /** The row of the newest answer: there is a way to where it begins. */
  newest(): string | null;
  /** What the end of the topic is: another string once more was written. */
  end(): string;
  /** The view came to rest: at its end, somewhere, or, undefined, where it cannot tell. `seen`: the end last seen. */
  rested(place: RowPlace | null | undefined, seen: string): void;
}

/** What a view tells of scrolling where it cannot be measured at once. */
interface Scrolled {
  detail?: { scrollTop?: number; scrollHeight?: number } | number;
}

/** Where the list stands, and how it moves. */
export function useListScroll(options: ListScrollOptions) {
  const { id, drawn, keys, row, nearStart, nearEnd, detached } = options;
  const scroller = createScroller(id);
  /** The list is far enough from its end for a way back to be useful. */
  const away = ref(false);
  /** Something was written below while the reader was elsewhere. */
  const unseen = ref(false);
  /** The newest answer is in sight, but not where it begins. */
  const within = ref(false);
  let following = true;
  let before: ScrollMetrics = { top: 0, height: 0, client: 0 };
  /** The end of the topic as the reader saw it. */
  let seen = '';
  const stops: (() => void)[] = [];

  function look(now: ScrollMetrics): void {
    away.value = distanceFromEnd(now) > NEAR_END_PX;
    before = now;
    compare();
    const answer = options.newest();
    if (answer === null) within.value = false;
    else scroller.beginsAbove(answer, (is) => (within.value = is));
  }

  function compare(): void {
    if (detached()) return;
    if (following || !away.value) seen = options.end();
    unseen.value = seen !== options.end();
  }

  function scrolled(event: Scrolled): void {
    const now = scroller.metrics() ?? told(event);
    if (now.client === 0) return;
    following = !detached() && followsEnd(following, before, now);
    look(now);
    const near = drawn.scrolled(following) ?? {
      start: now.top < NEAR_PX,
      end: now.height - now.client - now.top < NEAR_PX,
    };
    if (now.height <= now.client) return;
    if (near.start) nearStart();
    if (near.end && detached()) nearEnd();
  }

  function told({ detail }: Scrolled): ScrollMetrics {
    const { scrollTop: top = 0, scrollHeight: height = 0 } = typeof detail === 'object' ? detail : {};
    return { top, height, client: scroller.client() };
  }

  function resized(): void {
    const stays = following && !scroller.held();
    drawn.resized(stays);
    if (stays) scroller.toEnd(false);
    const now = scroller.metrics();
    if (now) look(now);
    else compare();
  }

  function rested(): void {
    if (following) resized();
    options.rested(following ? null : (drawn.place() ?? undefined), seen);
  }

  /** Goes to the end and stays with it. */
  function toEnd(smooth: boolean): void {
    following = true;
    unseen.value = false;
    drawn.toEnd();
    scroller.toEnd(smooth);
    // Where other rows are drawn for it.
    if (!smooth) void nextTick(() => following && scroller.toEnd(false));
  }

  /** Stays with its end no longer: another place is about to be shown. */
  function letGo(): void {
    following = false;
  }

  /** Brings a row into sight, where `words` stand in it, and stays there. */
  function toRow(to: string, words: readonly string[]): void {
    following = false;
    scroller.toRow(to, words);
  }

  /** Puts the view where it was left when the topic ended as `last`. */
  function toPlace(place: RowPlace, last: string): void {
    following = false;
    away.value = true;
    seen = last;
    if (drawn.measured) drawn.restore(place);
    else scroller.toRow(place.row, []);
    compare();
  }

  async function keepPlace(now: readonly string[], last: readonly string[]): Promise<void> {
    if (following || !isGrownAbove(now, last)) return;
    const restore = scroller.mark(row(last[0] ?? ''), before.top);
    await nextTick();
    restore();
  }

  // Before the new rows are drawn, and again after: the reader may have scrolled on while they were being read.
  watch(keys, (now, last) => void keepPlace(now, last), { flush: 'pre' });
  // Where views do not tell of their height, new rows are news of it.
  watch(keys, tellGrown, { flush: 'post' });

  onMounted(async () => {
    stops.push(scroller.onResize(resized), drawn.start(rested));
    if (following) toEnd(false);
    // Mini-programs and apps may put a new view to its beginning a moment after it is there.
    await nextTick();
    if (following) toEnd(false);
  });
  onBeforeUnmount(() => stops.forEach((stop) => stop()));
  return { away, unseen, within, scrolled, toEnd, letGo, toRow, toPlace };
}

/** Whether rows were put before what was there. */
function isGrownAbove(now: readonly string[], last: readonly string[]): boolean {
  const first = last[0];
  return first !== undefined && now[0] !== first && now.includes(first);
}
