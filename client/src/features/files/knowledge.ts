import type { Attachment, Knowledge } from '@huati/shared';
import { shallowRef, type ShallowRef } from 'vue';
import { t } from '@/i18n';
import { api, toFailure } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';
import { fileFailure } from './file-words';

/** What of the user's files is knowledge for all topics. */
export function createKnowledge() {
  /** Null where the deployment has no knowledge. */
  const knowledge: ShallowRef<readonly Knowledge[] | null> = shallowRef(null);
  /** Counts readings and changes: a reading that was overtaken is of no use. */
  let count = 0;

  async function readKnowledge(): Promise<void> {
    count += 1;
    const own = count;
    try {
      const { knowledge: has } = await api.about();
      const read = has ? await api.knowledge() : null;
      if (own === count) knowledge.value = read;
    } catch (error) {
      // Nothing is offered that cannot be had; a chosen action says itself why it failed.
      if (toFailure(error).code === 'not_configured') knowledge.value = null;
    }
  }

  /** Makes a file knowledge for all topics, or takes it back. Never rejects. */
  async function toggleKnowledge(file: Attachment): Promise<void> {
    const known = knowledgeOf(file.id);
    const others = (knowledge.value ?? []).filter((each) => each !== known);
    try {
      if (known && known.status !== 'failed') {
        await api.removeKnowledge(known.id);
        knowledge.value = others;
      } else {
        knowledge.value = [await api.addKnowledge(file.id), ...others];
      }
      count += 1;
    } catch (error) {
      showSnackbar({ text: t('files.knowledgeFailed', { why: fileFailure(toFailure(error)) }) });
    }
  }

  function knowledgeOf(attachmentId: string): Knowledge | undefined {
    return knowledge.value?.find((each) => each.attachmentId === attachmentId);
  }

  return { knowledge, readKnowledge, toggleKnowledge, knowledgeOf };
}
