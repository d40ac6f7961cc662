import type { useFiles } from '@/features/files';
import { t } from '@/i18n';
import type { PickedFile } from '@/platform/pick-files';
import { showSnackbar } from '@/ui/snackbar';

/** What only Markdown has at the beginnings of lines: headings, fences, tables. */
const MARKDOWN = /^(?:#{1,6} \S|```|\|.+\|\s*$)/m;
/** How long the file can be made a text again; ms. */
const UNDO_MS = 8_000;

/** Attaches a pasted text that no question has room for as a file; `back` puts it into the field after all. */
export function attachPasted(files: ReturnType<typeof useFiles>, text: string, asFile: Naming, back: () => void): void {
  const before = files.list.map(({ key }) => key);
  files.add([asFile(`${t('chat.pastedName')}.${MARKDOWN.test(text) ? 'md' : 'txt'}`)]);
  const added = files.list.find(({ key }) => !before.includes(key));
  // There are as many files as a question takes, which was said: the text is not to be lost for that.
  if (!added) return back();
  const undo = (): void => {
    files.remove(added.key);
    back();
  };
  showSnackbar({ text: t('chat.pasted'), action: { label: t('topics.undo'), run: undo }, ms: UNDO_MS });
}

type Naming = (name: string) => PickedFile;
