import { ref } from 'vue';
import { failureWords } from '@/features/failures';
import { t } from '@/i18n';
import { toFailure } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';
import { useChat } from './chat.store';

/** Asks the model for another answer to the same question, one at a time, and tells where that failed. */
export function useRetry(answerId: () => string) {
  const chat = useChat();
  const retrying = ref(false);

  async function retry(): Promise<void> {
    if (retrying.value) return;
    retrying.value = true;
    try {
      await chat.regenerate(answerId());
    } catch (error) {
      showSnackbar({ text: t('chat.regenerateFailed', { why: failureWords(toFailure(error)) }) });
    } finally {
      retrying.value = false;
    }
  }

  return { retrying, retry };
}
