import { defineAsyncComponent, type Component } from 'vue';

/** Between two tries to load what a connection did not bring, ms; by their number, and at most. */
const AGAIN_MS = 1_000;
const AGAIN_MAX_MS = 15_000;

/** A component that is loaded when it is first drawn, and is not there until then. What fails is tried again: one goes offline. */
export function loadLater(loader: () => Promise<Component>): Component {
  return defineAsyncComponent({
    loader,
    onError: (_error, retry, _fail, attempts) => {
      setTimeout(retry, Math.min(AGAIN_MS * attempts, AGAIN_MAX_MS));
    },
  });
}
