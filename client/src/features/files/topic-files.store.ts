import type { Attachment, Knowledge } from '@huati/shared';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { createPendingDeletes, UNDO_MS } from '@/features/topics';
import { t } from '@/i18n';
import { api, connection, toFailure } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';
import { fileFailure } from './file-words';
import { TopicFiles } from './topic-files';

/** What the sheet of files shows: a topic's files, or one file, come to from there or not. */
export type FilesView = { kind: 'list' } | { kind: 'file'; file: Attachment; fromList: boolean };

const NAME_UNITS = 16;

/** The files of the open topic, and the sheet in which they and each of them are looked at. */
export const useTopicFiles = defineStore('topicFiles', () => {
  const book = new TopicFiles(api.topicFiles);
  /** Deleted in this run: what was read before may still name them. */
  const gone: ShallowRef<ReadonlySet<string>> = shallowRef(new Set());
  const deletes = createPendingDeletes(
    async (id) => {
      await api.deleteAttachment(id);
      gone.value = new Set([...gone.value, id]);
    },
    (thrown) => toFailure(thrown).code === 'not_found',
    'files.pendingDeletes',
  );
  const hidden: Ref<ReadonlySet<string>> = computed(() => new Set([...deletes.ids.value, ...gone.value]));
  const files: Ref<Attachment[]> = computed(() => book.all.value.filter(({ id }) => !hidden.value.has(id)));
  const view: ShallowRef<FilesView | null> = shallowRef(null);
  /** Null where the deployment has no knowledge. */
  const knowledge: ShallowRef<readonly Knowledge[] | null> = shallowRef(null);
  /** A question with files was asked of which the list may not know yet. */
  const stale = ref(false);

  connection.onStatus((status) => {
    if (status === 'online') void settle();
  });
  connection.onTopic(({ topicId }) => {
    if (topicId !== book.topicId.value || (!stale.value && view.value === null)) return;
    stale.value = false;
    void book.refresh();
  });

  async function settle(): Promise<void> {
    await deletes.settle();
    await book.refresh();
  }

  /** The topic is open now; the list is asked for where something can be. */
  function open(topicId: string | null): void {
    book.open(topicId);
    if (connection.status() === 'online') void book.refresh();
  }

  function showList(): void {
    view.value = { kind: 'list' };
    void book.refresh();
    void readKnowledge();
  }

  /** Takes a file out of the topic; for some seconds it can be brought back. */
  function remove({ id, name }: Attachment): void {
    deletes.add(id);
    const short = name.length > NAME_UNITS ? `${name.slice(0, NAME_UNITS)}…` : name;
    const action = { label: t('topics.undo'), run: () => deletes.undo(id) };
    showSnackbar({ text: t('files.removed', { name: short }), action, ms: UNDO_MS });
  }

  async function readKnowledge(): Promise<void> {
    try {
      const { knowledge: has } = await api.about();
      knowledge.value = has ? await api.knowledge() : null;
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
    } catch (error) {
      showSnackbar({ text: t('files.knowledgeFailed', { why: fileFailure(toFailure(error)) }) });
    }
  }

  function knowledgeOf(attachmentId: string): Knowledge | undefined {
    return knowledge.value?.find((each) => each.attachmentId === attachmentId);
  }

  return {
    files,
    phase: book.phase,
    failure: book.failure,
    view,
    knowledge,
    hidden,
    open,
    refresh: () => book.refresh(),
    told: (file: Attachment) => book.told(file),
    /** A question was asked about files. */
    asked: () => (stale.value = true),
    showList,
    showFile: (file: Attachment, fromList: boolean) => (view.value = { kind: 'file', file, fromList }),
    close: () => (view.value = null),
    remove,
    readKnowledge,
    toggleKnowledge,
    knowledgeOf,
  };
});
