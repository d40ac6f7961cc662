import { defineAsyncComponent, defineComponent, h, shallowRef, type Component } from 'vue';

/** Between two tries to load what a connection did not bring, ms; by their number, and at most. */
const AGAIN_MS = 1_000;
const AGAIN_MAX_MS = 15_000;

/**
 * A component that is loaded when it is first drawn, and is not there until then; one that has `open`, when it is first opened. What
 * fails is tried again: one goes offline.
 */
export function loadLater(loader: () => Promise<Component>): Component {
  const Loaded = defineAsyncComponent({
    loader,
    onError: (_error, retry, _fail, attempts) => {
      setTimeout(retry, Math.min(AGAIN_MS * attempts, AGAIN_MAX_MS));
    },
  });
  return defineComponent({
    inheritAttrs: false,
    setup(_props, { attrs, slots, expose }) {
      const loaded = shallowRef<Record<string, unknown> | null>(null);
      // Whoever holds it calls what it exposes, which is not there before it is.
      expose(
        new Proxy(
          {},
          {
            get: (_target, name) => (typeof name === 'string' ? loaded.value?.[name] : undefined),
            // Vue asks this before it gives anything out.
            has: (_target, name) => loaded.value !== null && name in loaded.value,
          },
        ),
      );
      let wanted = false;
      return () => {
        // Once there it stays: it has to be seen going away as well.
        wanted ||= attrs.open !== false;
        if (!wanted) return null;
        // It begins closed, as it would without being late: what it does when it is opened it does then as well.
        const closed = attrs.open === true && loaded.value === null ? { open: false } : {};
        return h(Loaded, { ...attrs, ...closed, ref: loaded }, slots);
      };
    },
  });
}
