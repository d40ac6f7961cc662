import { ref } from 'vue';
import { failureWords } from '@/features/failures';
import { t } from '@/i18n';
import { api, toFailure } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';

/** Going on from a share with a topic of one's own, one at a time. */
export function useForking() {
  const forking = ref(false);

  /** Out: the id of the new topic; null where there is none, which was said then. Never rejects. */
  async function fork(shareId: string, from: { messageId?: string; pass?: string }): Promise<string | null> {
    if (forking.value) return null;
    forking.value = true;
    try {
      const { topicId, filesLeftOut = 0 } = await api.forkShare(shareId, from);
      if (filesLeftOut > 0) showSnackbar({ text: t('shared.filesLeftOut', { n: filesLeftOut }) });
      return topicId;
    } catch (error) {
      showSnackbar({ text: failureWords(toFailure(error)) });
      return null;
    } finally {
      forking.value = false;
    }
  }

  return { forking, fork };
}
