import { onBeforeUnmount, onMounted, ref } from 'vue';
import { createScroller, type ScrollMetrics } from '@/platform/scroller';
import { distanceFromEnd, followsEnd, NEAR_END_PX } from './follow-end';

/** So near to the beginning, older messages are asked for; px. */
const NEAR_START_PX = 600;

export interface ListScrollOptions {
  id: string;
  /** The reader came near to the beginning; resolves when what is older has been drawn. */
  older(): Promise<void>;
}

/** Where the list stands, and how it moves. */
export function useListScroll({ id, older }: ListScrollOptions) {
  const scroller = createScroller(id);
  /** The list is far enough from its end for a way back to be useful. */
  const away = ref(false);
  /** Something was written below while the reader was elsewhere. */
  const unseen = ref(false);
  let following = true;
  let before: ScrollMetrics = { top: 0, height: 0, client: 0 };
  let release = (): void => undefined;
  let busy = false;

  function look(now: ScrollMetrics): void {
    away.value = distanceFromEnd(now) > NEAR_END_PX;
    if (!away.value) unseen.value = false;
    before = now;
  }

  async function readOlder(): Promise<void> {
    if (busy) return;
    busy = true;
    await scroller.hold(older);
    const now = scroller.metrics();
    if (now) look(now);
    busy = false;
  }

  function scrolled(event: { detail: { scrollTop: number; scrollHeight: number } }): void {
    // Without measures of its own the view tells what it knows; its height changes little.
    const { scrollTop: top, scrollHeight: height } = event.detail;
    const now = scroller.metrics() ?? { top, height, client: before.client };
    following = followsEnd(following, before, now);
    look(now);
    if (now.top < NEAR_START_PX && now.height > now.client) void readOlder();
  }

  function resized(): void {
    if (following) scroller.toEnd(false);
    const now = scroller.metrics();
    if (!now || busy) return;
    if (!following && now.height > before.height && before.height > 0) unseen.value = true;
    look(now);
  }

  onMounted(() => {
    release = scroller.onResize(resized);
    scroller.toEnd(false);
  });
  onBeforeUnmount(() => release());

  return {
    away,
    unseen,
    scrolled,
    /** Goes to the end and stays with it. */
    toEnd(smooth: boolean): void {
      following = true;
      unseen.value = false;
      scroller.toEnd(smooth);
    },
  };
}
