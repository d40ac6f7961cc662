import { nextTick, onBeforeUnmount, onMounted, ref, watch } from 'vue';
import { tellGrown } from '@/platform/grown';
import { createScroller, type ScrollMetrics } from '@/platform/scroller';
import { distanceFromEnd, followsEnd, NEAR_END_PX } from './follow-end';

/** So near to either end of what was read, more is asked for; px. */
const NEAR_PX = 600;

/** The id of the row of a message in the page; uni's selectors take no other characters. */
export function rowId(messageId: string): string {
  return `row-${messageId.replace(/[^\w-]/g, '_')}`;
}

export interface ListScrollOptions {
  id: string;
  /** The keys of the rows, and the id in the page of the row with a key. */
  keys(): readonly string[];
  row(key: string): string;
  /** The reader came near to the beginning, or the end, of what was read. May be called again before it is done. */
  nearStart(): void;
  nearEnd(): void;
  /** The end of the topic is not among the rows: there is nothing to stay with. */
  detached(): boolean;
}

/** Where the list stands, and how it moves. */
export function useListScroll({ id, keys, row, nearStart, nearEnd, detached }: ListScrollOptions) {
  const scroller = createScroller(id);
  /** The list is far enough from its end for a way back to be useful. */
  const away = ref(false);
  /** Something was written below while the reader was elsewhere. */
  const unseen = ref(false);
  let following = true;
  let before: ScrollMetrics = { top: 0, height: 0, client: 0 };
  let release = (): void => undefined;

  function look(now: ScrollMetrics): void {
    away.value = distanceFromEnd(now) > NEAR_END_PX;
    if (!away.value) unseen.value = false;
    before = now;
  }

  function scrolled(event: { detail: { scrollTop: number; scrollHeight: number } }): void {
    const { scrollTop: top, scrollHeight: height } = event.detail;
    const now = scroller.metrics() ?? { top, height, client: scroller.client() };
    if (now.client === 0) return;
    following = !detached() && followsEnd(following, before, now);
    look(now);
    if (now.height <= now.client) return;
    if (now.top < NEAR_PX) nearStart();
    if (detached() && now.height - now.client - now.top < NEAR_PX) nearEnd();
  }

  function resized(): void {
    if (following) scroller.toEnd(false);
    const now = scroller.metrics();
    if (!now) return;
    if (!following && now.height > before.height && before.height > 0) unseen.value = true;
    look(now);
  }

  /** Goes to the end and stays with it. */
  function toEnd(smooth: boolean): void {
    following = true;
    unseen.value = false;
    scroller.toEnd(smooth);
  }

  /** Brings a row into sight, where `words` stand in it, and stays there. */
  function toRow(row: string, words: readonly string[]): void {
    following = false;
    scroller.toRow(row, words);
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
    release = scroller.onResize(resized);
    toEnd(false);
    // uni puts a new view to its beginning a moment after it is there.
    await nextTick();
    toEnd(false);
  });
  onBeforeUnmount(() => release());
  return { away, unseen, scrolled, toEnd, toRow };
}

/** Whether rows were put before what was there. */
function isGrownAbove(now: readonly string[], last: readonly string[]): boolean {
  const first = last[0];
  return first !== undefined && now[0] !== first && now.includes(first);
}
