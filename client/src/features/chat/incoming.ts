import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';
import { useFiles } from '@/features/files';
import { t } from '@/i18n';
import { onIncomingFiles } from '@/platform/incoming-files';
import type { PickedFile } from '@/platform/pick-files';
import { readField, retypeField, selectionOf } from '@/platform/text-field';
import { showSnackbar } from '@/ui/snackbar';
import { useChat } from './chat.store';
import { attachPasted } from './long-paste';

/** Files that are pasted or dropped, and texts that are too long for a question: `left` is how much it may still grow. */
export function useIncoming(host: string, left: Readonly<Ref<number>>) {
  const chat = useChat();
  const files = useFiles();
  /** Files are held over the page. */
  const dropping = ref(false);
  let release = (): void => undefined;

  /** A question keeps the files that it was asked with. */
  function take(incoming: PickedFile[]): void {
    if (chat.editing === null) files.add(incoming);
    else showSnackbar({ text: t('files.notInEdit') });
  }

  /** A pasted text that the question has no room for becomes a file. */
  function takePasted(text: string, asFile: Parameters<typeof attachPasted>[2]): boolean {
    const draft = readField(host) ?? chat.draft;
    const { start, end } = selectionOf(host) ?? { start: draft.length, end: draft.length };
    if (chat.editing !== null || text.length - (end - start) <= left.value) return false;
    attachPasted(files, text, asFile, () => {
      const now = chat.draft;
      retypeField(host, now.slice(0, start) + text + now.slice(start), null);
    });
    return true;
  }

  onMounted(() => {
    release = onIncomingFiles(host, {
      files: take,
      text: takePasted,
      over: (over) => (dropping.value = over && chat.editing === null),
    });
  });
  onBeforeUnmount(() => release());
  return dropping;
}
