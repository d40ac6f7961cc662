import type { Topic, TopicPatch } from '@huati/shared';
import { computed, ref, type Ref } from 'vue';
import { failureWords } from '@/features/failures';
import { useSharing } from '@/features/sharing';
import { t } from '@/i18n';
import { toFailure } from '@/transport';
import type { MenuItem } from '@/ui/menu';
import { showSnackbar, snackbar, type SnackbarOptions } from '@/ui/snackbar';
import { UNDO_MS } from './pending-deletes';
import { useTopics } from './topics.store';

/**
 * What can be done with one topic: the menu, the question for a new title, and the deletion that can be undone.
 *
 * @param removed  the topic was taken out of the list
 * @param restored it was put back
 * @param select   several are to be chosen, beginning with this one
 */
export function useTopicActions(
  removed: (topicId: string) => void,
  restored: (topicId: string) => void,
  select: (topicId: string) => void = () => undefined,
) {
  const topics = useTopics();
  const sharing = useSharing();
  const menuOpen = ref(false);
  const renameOpen = ref(false);
  const topic: Ref<Topic | null> = ref(null);

  const items = computed((): MenuItem[] => [
    { key: 'rename', label: t('topics.rename'), icon: 'edit' },
    topic.value?.pinned
      ? { key: 'unpin', label: t('topics.unpin'), icon: 'unpin' }
      : { key: 'pin', label: t('topics.pin'), icon: 'pin' },
    { key: 'select', label: t('topics.select'), icon: 'check' },
    { key: 'delete', label: t('topics.delete'), icon: 'trash', danger: true },
  ]);

  async function change(topicId: string, patch: TopicPatch): Promise<void> {
    try {
      await topics.patch(topicId, patch);
    } catch (error) {
      showSnackbar({ text: t('topics.changeFailed', { why: failureWords(toFailure(error)) }) });
    }
  }

  /** Takes topics out of the list; for some seconds all of them can be brought back together. */
  function remove(...gone: Topic[]): void {
    const [first] = gone;
    if (!first) return;
    for (const { id } of gone) {
      topics.remove(id);
      removed(id);
    }
    const title = first.title.length > 12 ? `${first.title.slice(0, 12)}…` : first.title;
    const n = gone.length;
    const action = { label: t('topics.undo'), run: () => gone.forEach(({ id }) => undo(id)) };
    showSnackbar({
      text: n === 1 ? t('topics.deleted', { title }) : t('topics.deletedMany', { n }),
      action,
      ms: UNDO_MS,
    });
    void tellOfLinks(
      gone.map(({ id }) => id),
      (links) => ({
        text: n === 1 ? t('topics.deletedLinks', { title, n: links }) : t('topics.deletedManyLinks', { n, links }),
        action,
      }),
    );
  }

  /** Says that links end with their topics, where there are some and the note about the deletion is still there. */
  async function tellOfLinks(ids: readonly string[], note: (links: number) => SnackbarOptions): Promise<void> {
    const shown = snackbar.value;
    const began = Date.now();
    const links = await sharing.countOf(ids);
    const ms = UNDO_MS - (Date.now() - began);
    if (links > 0 && ms > 0 && snackbar.value === shown) showSnackbar({ ...note(links), ms });
  }

  function undo(topicId: string): void {
    topics.undoRemove(topicId);
    restored(topicId);
  }

  return {
    menuOpen,
    renameOpen,
    topic,
    items,
    remove,
    pin: (of: Topic): void => void change(of.id, { pinned: !of.pinned }),
    openMenu(of: Topic): void {
      topic.value = of;
      menuOpen.value = true;
    },
    openRename(of: Topic): void {
      topic.value = of;
      renameOpen.value = true;
    },
    rename(title: string): void {
      if (topic.value && title !== topic.value.title) void change(topic.value.id, { title });
    },
    pick(key: string): void {
      const of = topic.value;
      if (!of) return;
      if (key === 'rename') renameOpen.value = true;
      else if (key === 'delete') remove(of);
      else if (key === 'select') select(of.id);
      else void change(of.id, { pinned: key === 'pin' });
    },
  };
}
