import type { Attachment } from '@huati/shared';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { createPendingDeletes, UNDO_MS } from '@/features/topics';
import { t } from '@/i18n';
import { api, toFailure } from '@/transport';
import { connection } from '@/transport/connection';
import { showSnackbar } from '@/ui/snackbar';
import { createKnowledge } from './knowledge';
import { TopicFiles } from './topic-files';

/** What the sheet of files shows: a topic's files, or one file, come to from there or not. */
export type FilesView = { kind: 'list' } | { kind: 'file'; file: Attachment; fromList: boolean };

const NAME_UNITS = 16;
/** How long a question waits for files to be gone that were taken out of its topic; ms. */
const GONE_MS = 3_000;

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
  /** Of what is being taken away in this run: the topic that has it, and what takes the offer back to undo it. */
  const removals = new Map<string, { topicId: string | null; unoffer: () => void }>();
  const hidden: Ref<ReadonlySet<string>> = computed(() => new Set([...deletes.ids.value, ...gone.value]));
  const files: Ref<Attachment[]> = computed(() => book.all.value.filter(({ id }) => !hidden.value.has(id)));
  const view: ShallowRef<FilesView | null> = shallowRef(null);
  const { knowledge, readKnowledge, toggleKnowledge, knowledgeOf } = createKnowledge();
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
    const unoffer = showSnackbar({ text: t('files.removed', { name: short }), action, ms: UNDO_MS });
    removals.set(id, { topicId: book.topicId.value, unoffer });
  }

  /**
   * A question of the topic is about to leave: what was taken out of the topic is not to be read for it. Waits no longer than
   * a question can; where that was too short, or fails, the removal goes on waiting. Never rejects.
   */
  async function beforeAsking(topicId: string): Promise<void> {
    const concerns = (id: string): boolean => (removals.get(id)?.topicId ?? topicId) === topicId;
    const waiting = [...deletes.ids.value].filter(concerns);
    if (waiting.length === 0) return;
    for (const id of waiting) removals.get(id)?.unoffer();
    await Promise.race([deletes.hurry(concerns), new Promise((resolve) => setTimeout(resolve, GONE_MS))]);
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
    beforeAsking,
    readKnowledge,
    toggleKnowledge,
    knowledgeOf,
  };
});
