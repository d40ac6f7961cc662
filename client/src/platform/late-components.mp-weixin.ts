import { nextTick, ref, type Ref } from 'vue';

/** Between two tries to get a package that a connection did not bring, ms; by their number, and at most. */
const AGAIN_MS = 3_000;
const AGAIN_MAX_MS = 30_000;

declare const wx: {
  /** From WeChat's base library 2.24.3 on. */
  onLazyLoadError?: (run: () => void) => void;
};

const drawn = ref(true);
let timer: ReturnType<typeof setTimeout> | undefined;
let tries = 0;

/**
 * Whether components of a package that comes late may be drawn. WeChat asks for a package when one of them is drawn, and where that
 * fails it asks again only for one that is made anew: they go and come back. All are of one package, so that none is on the screen then.
 */
export const drawsLate: Readonly<Ref<boolean>> = drawn;

async function again(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  drawn.value = false;
  await nextTick();
  drawn.value = true;
}

function failed(): void {
  tries += 1;
  timer ??= setTimeout(() => void again(), Math.min(AGAIN_MS * tries, AGAIN_MAX_MS));
}

wx.onLazyLoadError?.(failed);
uni.onNetworkStatusChange(({ isConnected }) => {
  if (isConnected && timer !== undefined) void again();
});
