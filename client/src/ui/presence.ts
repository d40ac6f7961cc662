import { nextTick, onBeforeUnmount, ref, watch, type Ref } from 'vue';

/** How long a closing element stays, so that it can be seen leaving. As `--calm` in the tokens. */
const LEAVE_MS = 220;

export interface Presence {
  /** In the tree: from opening until the leaving motion has ended. */
  mounted: Ref<boolean>;
  /** In its open position: the class that the transition hangs on. */
  shown: Ref<boolean>;
}

/**
 * Keeps an element in the tree while it moves in and out. Vue's own `Transition` does not exist in mini-programs.
 *
 * @param isOpen what the owner wants
 * @param onThere called each time the element is in the tree, before it moves; what it returns is called when it starts to leave
 */
export function usePresence(isOpen: () => boolean, onThere: () => () => void = () => () => undefined): Presence {
  const mounted = ref(false);
  const shown = ref(false);
  /** What comes next: it is in its open position, or gone. */
  let next: ReturnType<typeof setTimeout> | undefined;
  let gone = false;
  let release = (): void => undefined;

  async function enter(): Promise<void> {
    clearTimeout(next);
    mounted.value = true;
    await nextTick();
    if (gone || !isOpen()) return;
    // Keys pressed before it moves are meant for it as well.
    release();
    release = onThere();
    // A frame in the closed position first, or there is nothing to move from.
    next = setTimeout(() => (shown.value = isOpen()), 20);
  }

  function leave(): void {
    shown.value = false;
    release();
    release = () => undefined;
    clearTimeout(next);
    next = setTimeout(() => (mounted.value = false), LEAVE_MS);
  }

  watch(isOpen, (open) => void (open ? enter() : leave()), { immediate: false });
  if (isOpen()) void enter();
  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(next);
    release();
  });
  return { mounted, shown };
}
