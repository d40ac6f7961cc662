import { ATTACHMENTS_MAX, type Attachment } from '@huati/shared';
import { defineStore } from 'pinia';
import { computed, ref, watch, type Ref } from 'vue';
import { t } from '@/i18n';
import { FILE_MAX_BYTES, pickDocuments, pickPhotos, type PickedFile } from '@/platform/pick-files';
import { api, connection, download, upload } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';
import { Attaching, type AttachedFile } from './attaching';
import { sayDenied } from './denied';
import { sizeWords } from './file-words';
import { Pictures } from './pictures';

/** The files of questions: those that are being attached, and those that were asked about. */
export const useFiles = defineStore('files', () => {
  const online = ref(connection.status() === 'online');
  const attaching = new Attaching({
    upload,
    state: api.attachment,
    forget: api.deleteAttachment,
    online: () => connection.status() === 'online',
  });
  const pictures = new Pictures(download);
  const list: Ref<readonly AttachedFile[]> = computed(() => attaching.list.value);

  connection.onStatus((status) => {
    online.value = status === 'online';
    attaching.flush();
  });
  // What was chosen on this device need not come back from the server to be seen.
  watch(list, (files) => {
    for (const { attachment, picture, path } of files) if (attachment && picture) pictures.keep(attachment.id, path);
  });

  /** Why the question cannot be sent yet, in words; empty where nothing of it is missing. */
  const obstacle: Ref<string> = computed(() => {
    const states = list.value.map(({ state }) => state);
    if (states.length > ATTACHMENTS_MAX) return t('files.tooMany', { n: ATTACHMENTS_MAX });
    if (states.includes('failed')) return t('files.someFailed');
    if (states.every((state) => state === 'ready')) return '';
    return online.value ? t('files.stillSending') : t('files.offline');
  });

  /** Attaches files to the question being written, as many as it takes, and says which it does not take. */
  function add(files: readonly PickedFile[]): void {
    const small = files.filter(({ bytes }) => bytes <= FILE_MAX_BYTES);
    const big = files.find((file) => !small.includes(file));
    const room = Math.max(0, ATTACHMENTS_MAX - list.value.length);
    attaching.add(small.slice(0, room));
    if (big) showSnackbar({ text: t('files.tooBig', { name: big.name, limit: sizeWords(FILE_MAX_BYTES) }) });
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
    add,
    pick,
    remove: (key: string) => attaching.remove(key),
    retry: (key: string) => attaching.retry(key),
    open: (topicId: string | null) => attaching.open(topicId),
    become: (topicId: string) => attaching.become(topicId),
    take: () => attaching.take(),
    putBack: (topicId: string | null, attachments: readonly Attachment[], check: boolean) =>
      attaching.putBack(topicId, attachments, check),
    paths: pictures.paths,
    want: (attachment: Attachment) => pictures.want(attachment),
    path: (attachmentId: string) => pictures.get(attachmentId),
  };
});
