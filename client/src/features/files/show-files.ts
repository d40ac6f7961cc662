import type { Attachment } from '@huati/shared';
import { t } from '@/i18n';
import { hasAlbum, savePicture } from '@/platform/album';
import { openFile } from '@/platform/open-file';
import { toFailure } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';
import { sayDenied } from './denied';
import { fileFailure } from './file-words';
import { useFiles } from './files.store';
import { isPicture } from './pictures';

/** Shows a file of a question: a picture large, among the question's others that are here. Never rejects. */
export async function showFile(file: Attachment, beside: readonly Attachment[]): Promise<void> {
  const files = useFiles();
  const path = await pathOf(file);
  if (path === null) return;
  if (!isPicture(file)) {
    if (!(await openFile(path, file.name))) showSnackbar({ text: t('files.cannotOpen') });
    return;
  }
  const urls = beside.flatMap((each) => (isPicture(each) ? (files.paths.get(each.id) ?? []) : []));
  void uni.previewImage({ urls, current: path });
}

/** Saves the pictures among the files: to the phone's album, or as a browser downloads. Never rejects. */
export async function savePictures(all: readonly Attachment[]): Promise<void> {
  for (const file of all.filter(isPicture)) {
    const path = await pathOf(file);
    if (path === null) return;
    const saved = await savePicture(path, file.name);
    if (saved === 'cancelled') return;
    if (saved !== 'saved') return sayDenied(saved, () => void savePictures(all));
  }
  if (hasAlbum) showSnackbar({ text: t('files.saved') });
}

/** Where the file lies; null where it cannot be had, which was said then. */
async function pathOf({ id }: Attachment): Promise<string | null> {
  try {
    return await useFiles().path(id);
  } catch (error) {
    showSnackbar({ text: t('files.openFailed', { why: fileFailure(toFailure(error).code) }) });
    return null;
  }
}
