import { ATTACHMENTS_MAX, type Attachment } from '@huati/shared';
import { defineStore } from 'pinia';
import { computed, ref, watch, type Ref } from 'vue';
import { t } from '@/i18n';
import { FILE_MAX_BYTES, pickDocuments, pickPhotos, type PickedFile } from '@/platform/pick-files';
import { api, download, downloadPicture, upload } from '@/transport';
import { connection } from '@/transport/connection';
import { showSnackbar } from '@/ui/snackbar';
import { Attaching, type AttachedFile } from './attaching';
import { sayDenied } from './denied';
import { attachedFailure, sizeWords } from './file-words';
import { isPicture, isShownAsIs, Pictures, type Shown } from './pictures';
import { useTopicFiles } from './topic-files.store';

/** The largest file that is taken where the server did not say. */
const MAX_BYTES = 50 * 1024 * 1024;
/** How long the longer side of a picture is that phones do not show as it is; px. */
const SIDE_PX = 1600;

/** The files of questions: those that are being attached, and those that were asked about. */
export const useFiles = defineStore('files', () => {
  const online = ref(connection.status() === 'online');
  const attaching = new Attaching({
    upload,
    state: api.attachment,
    forget: api.deleteAttachment,
    readAgain: api.readAgain,
    online: () => connection.status() === 'online',
  });
  const ofTopic = useTopicFiles();
  const maxBytes = ref(Math.min(MAX_BYTES, FILE_MAX_BYTES));
  const pictures = new Pictures(({ id, mime }) =>
    isPicture({ mime }) && !isShownAsIs(mime) ? downloadPicture(id, SIDE_PX) : download(id),
  );
  const list: Ref<readonly AttachedFile[]> = computed(() => attaching.list.value);

  connection.onStatus((status) => {
    online.value = status === 'online';
    attaching.flush();
    if (!online.value) return;
    pictures.reconnected();
    api.about().then(
      ({ uploads }) => (maxBytes.value = Math.min(uploads.maxBytes, FILE_MAX_BYTES)),
      // The usual limit is told then; the server keeps its own in any case.
      () => false,
    );
  });
  // What was chosen on this device need not come back from the server to be seen.
  watch(list, (files) => {
    for (const { attachment, picture, path } of files) {
      if (attachment && picture) pictures.keep(attachment.id, path);
      if (attachment?.status === 'ready') pictures.want(attachment);
    }
  });

  /** Why the question cannot be sent yet, in words; empty where nothing of it is missing. */
  const obstacle: Ref<string> = computed(() => {
    const states = list.value.map(({ state }) => state);
    if (states.length > ATTACHMENTS_MAX) return t('files.tooMany', { n: ATTACHMENTS_MAX });
    const failed = list.value.find(({ state }) => state === 'failed');
    if (failed) return t('files.someFailed', { name: failed.name, why: attachedFailure(failed, maxBytes.value) });
    if (states.every((state) => state === 'ready')) return '';
    if (states.every((state) => state === 'ready' || state === 'reading')) return t('files.stillReading');
    return online.value ? t('files.stillSending') : t('files.offline');
  });
  /** Whether the question can be sent as soon as its files are through, by themselves. */
  const pending: Ref<boolean> = computed(() => {
    const states = list.value.map(({ state }) => state);
    return obstacle.value !== '' && states.length <= ATTACHMENTS_MAX && !states.includes('failed');
  });

  /** Attaches files to the question being written, as many as it takes, and says which it does not take. */
  function add(files: readonly PickedFile[]): void {
    const small = files.filter(({ bytes }) => bytes <= maxBytes.value);
    const big = files.find((file) => !small.includes(file));
    const room = Math.max(0, ATTACHMENTS_MAX - list.value.length);
    attaching.add(small.slice(0, room));
    if (big) showSnackbar({ text: t('files.tooBig', { name: big.name, limit: sizeWords(maxBytes.value) }) });
    else if (small.length > room) showSnackbar({ text: t('files.tooMany', { n: ATTACHMENTS_MAX }) });
  }

  /** Lets the person choose what to attach. Never rejects. */
  async function pick(kind: 'photos' | 'documents'): Promise<void> {
    const room = ATTACHMENTS_MAX - list.value.length;
    if (room <= 0) return void showSnackbar({ text: t('files.tooMany', { n: ATTACHMENTS_MAX }) });
    const { files, denied } = await (kind === 'photos' ? pickPhotos(room) : pickDocuments(room));
    if (denied) sayDenied(denied, () => void pick(kind));
    add(files);
  }

  return {
    list,
    obstacle,
    pending,
    maxBytes,
    add,
    pick,
    remove: (key: string) => attaching.remove(key),
    retry: (key: string) => attaching.retry(key),
    open: (topicId: string | null) => {
      attaching.open(topicId);
      ofTopic.open(topicId);
    },
    become: (topicId: string) => {
      attaching.become(topicId);
      ofTopic.open(topicId);
    },
    take: () => {
      const taken = attaching.take();
      if (taken.length > 0) ofTopic.asked();
      return taken;
    },
    putBack: (topicId: string | null, attachments: readonly Attachment[], check: boolean) =>
      attaching.putBack(topicId, attachments, check),
    beforeAsking: (topicId: string) => ofTopic.beforeAsking(topicId),
    paths: pictures.paths,
    want: (attachment: Attachment) => pictures.want(attachment),
    /** Where a file lies to be shown, fetched if need be. Rejects with a `WireFailure`. */
    path: (file: Shown) => pictures.get(file),
    /** Where a file lies as it was uploaded. Rejects with a `WireFailure`. */
    original: (file: Shown) => (isPicture(file) && !isShownAsIs(file.mime) ? download(file.id) : pictures.get(file)),
  };
});
