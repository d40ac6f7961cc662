import { onceRead } from '../../within-time';

/** Aborts a request to the model that says nothing for too long: an SDK's own timeout ends with the headers. */
export interface Watchdog {
  /** Aborted by silence or by the caller's own signal. */
  readonly signal: AbortSignal;
  /** Where silence ended it: `timeout` before anything came, `stalled` after. */
  readonly bite: 'timeout' | 'stalled' | undefined;
  /** Something came. */
  pet(): void;
  dispose(): void;
}

/** `firstMs` is how long the first token may take, `idleMs` each further one. */
export function createWatchdog(outer: AbortSignal, firstMs: number, idleMs: number): Watchdog {
  const controller = new AbortController();
  let bite: Watchdog['bite'];
  let heard = false;
  /** Counts what came, and its end. */
  let signs = 0;
  const onSilence = () => {
    const before = signs;
    onceRead(() => {
      if (signs !== before) return;
      bite = heard ? 'stalled' : 'timeout';
      controller.abort();
    });
  };
  let timer = setTimeout(onSilence, firstMs);
  const onOuter = () => {
    controller.abort();
  };
  if (outer.aborted) onOuter();
  outer.addEventListener('abort', onOuter, { once: true });

  return {
    signal: controller.signal,
    get bite() {
      return bite;
    },
    pet: () => {
      signs += 1;
      if (heard) {
        timer.refresh();
        return;
      }
      heard = true;
      clearTimeout(timer);
      timer = setTimeout(onSilence, idleMs);
    },
    dispose: () => {
      signs += 1;
      clearTimeout(timer);
      outer.removeEventListener('abort', onOuter);
    },
  };
}
