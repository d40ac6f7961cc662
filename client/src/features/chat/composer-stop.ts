import { ref } from 'vue';
import { failureWords } from '@/features/failures';
import { t } from '@/i18n';
import { toFailure } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';
import { useChat } from './chat.store';

/** Ends the running answer, and says why where that fails. */
export function useStopping() {
  const chat = useChat();
  const stopping = ref(false);

  async function stop(): Promise<void> {
    if (stopping.value) return;
    stopping.value = true;
    try {
      await chat.stop();
    } catch (error) {
      showSnackbar({ text: t('chat.stopFailed', { why: failureWords(toFailure(error)) }) });
    } finally {
      stopping.value = false;
    }
  }

  return { stopping, stop };
}
