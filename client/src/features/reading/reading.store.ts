import { defineStore } from 'pinia';
import { ref, shallowRef, type Ref } from 'vue';
import { t } from '@/i18n';
import { speech } from '@/platform/speech';
import { showSnackbar } from '@/ui/snackbar';
import type { Player as Reader, Progress, Reading } from './player';

const RATES = [1, 1.25, 1.5, 2, 0.75];

/** The answer that is read aloud. */
export const useReading = defineStore('reading', () => {
  /** The row of the answer that is read; null while none is. */
  const row: Ref<string | null> = ref(null);
  const progress: Ref<Progress> = shallowRef({ state: 'waiting', at: 0, count: 0 });
  const rate = ref(1);
  let player: Reader | null = null;

  /**
   * Reads an answer, from the sentence on where something is selected. To be called in a tap.
   *
   * @param selected a place in the page
   */
  async function start(reading: Reading, selected: { node: Node; offset: number } | null = null): Promise<void> {
    if (speech === null) return;
    const voice = speech;
    stop();
    voice.wake();
    row.value = reading.row;
    progress.value = { state: 'waiting', at: 0, count: 0 };
    try {
      const { Player } = await import('./player');
      if (row.value !== reading.row) return;
      player = new Player({ speech: voice, reading, rate: () => rate.value, report, ended });
      player.begin(selected);
    } catch {
      // What reads is loaded when somebody listens, and the connection may be away.
      ended(true);
    }
  }

  function report(now: Progress): void {
    progress.value = now;
  }

  function ended(failed: boolean): void {
    stop();
    if (failed) showSnackbar({ text: t('reading.failed') });
  }

  function stop(): void {
    player?.stop();
    player = null;
    row.value = null;
  }

  /** The next speed, and after the fastest the slowest. */
  function changeRate(): void {
    rate.value = RATES[(RATES.indexOf(rate.value) + 1) % RATES.length] ?? 1;
    player?.again();
  }

  return {
    row,
    progress,
    rate,
    /** Whether this device can read aloud. */
    possible: speech !== null,
    start,
    stop,
    toggle: () => player?.toggle(),
    step: (by: 1 | -1) => player?.step(by),
    changeRate,
  };
});
