import { ref, shallowRef } from 'vue';
import { failureWords } from '@/features/failures';
import { t } from '@/i18n';
import { api, toFailure, type WireFailure } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';

/** A share, and from which message of it one goes on; `pass`: what opened it. */
interface From {
  shareId: string;
  messageId?: string;
  pass?: string;
}

/** Short notes about it stay longer than others: they are not asked for just then; ms. */
const NOTE_MS = 10_000;

/**
 * Going on, in the chat, with a share that was read on its own page. Whoever waits for it gets it `open`ed; whoever has turned to
 * something else, by closing what tells of it, is only told.
 */
export function useGoingOn(open: (topicId: string) => void) {
  const phase = ref<'none' | 'forking' | 'failed'>('none');
  const failure = shallowRef<WireFailure | null>(null);
  /** Whether somebody waits for it. */
  const waits = ref(false);
  const isAwaited = (): boolean => waits.value;
  let from: From | null = null;

  /** Never rejects: `phase` tells. */
  async function begin(asked: From): Promise<void> {
    if (phase.value === 'forking') return;
    from = asked;
    await again();
  }

  /** Once more from where it failed. */
  async function again(): Promise<void> {
    if (!from || phase.value === 'forking') return;
    const { shareId, ...rest } = from;
    waits.value = true;
    phase.value = 'forking';
    failure.value = null;
    try {
      const { topicId, filesLeftOut = 0 } = await api.forkShare(shareId, rest);
      phase.value = 'none';
      made(topicId, filesLeftOut > 0 ? t('shared.filesLeftOut', { n: filesLeftOut }) : '');
    } catch (error) {
      failure.value = toFailure(error);
      phase.value = 'failed';
      if (isAwaited()) return;
      const action = { label: t('chat.retry'), run: () => void again() };
      showSnackbar({ text: failureWords(failure.value), action, ms: NOTE_MS });
    }
  }

  function made(topicId: string, note: string): void {
    const waited = isAwaited();
    waits.value = false;
    from = null;
    if (!waited) {
      const action = { label: t('shared.forkOpen'), run: () => open(topicId) };
      showSnackbar({ text: note || t('shared.forked'), action, ms: NOTE_MS });
      return;
    }
    open(topicId);
    if (note !== '') showSnackbar({ text: note });
  }

  function leave(): void {
    waits.value = false;
  }

  return { phase, failure, waits, begin, again, leave };
}
