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
 * @param onShown called each time the element is there; what it returns is called when it starts to leave
 */
export function usePresence(isOpen: () => boolean, onShown: () => () => void = () => () => undefined): Presence {
  const mounted = ref(false);
  const shown = ref(false);
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let release = (): void => undefined;

  async function enter(): Promise<void> {
    clearTimeout(leaving);
    mounted.value = true;
    await nextTick();
    // A frame in the closed position first, or there is nothing to move from.
    setTimeout(() => {
      if (!isOpen()) return;
      shown.value = true;
      release();
      release = onShown();
    }, 20);
  }

  function leave(): void {
    shown.value = false;
    release();
    release = () => undefined;
    leaving = setTimeout(() => (mounted.value = false), LEAVE_MS);
  }

  watch(isOpen, (open) => void (open ? enter() : leave()), { immediate: false });
  if (isOpen()) void enter();
  onBeforeUnmount(() => {
    clearTimeout(leaving);
    release();
  });
  return { mounted, shown };
}
