import type { Attachment } from '@huati/shared';
import { t } from '@/i18n';
import { hasAlbum, savePicture } from '@/platform/album';
import { showLarge } from '@/platform/large-picture';
import { openFile } from '@/platform/open-file';
import { toFailure } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';
import { sayDenied } from './denied';
import { fileFailure } from './file-words';
import { useFiles } from './files.store';
import { isPicture, isShownAsIs, type Shown } from './pictures';

/** Shows a picture of a question large, among the question's others that are here. Never rejects. */
export async function showPicture(file: Attachment, beside: readonly Attachment[]): Promise<void> {
  const files = useFiles();
  const path = await pathOf(files.path, file);
  if (path === null) return;
  const names = new Map<string, string>();
  for (const each of beside) {
    const known = isPicture(each) ? files.paths.get(each.id) : undefined;
    if (known !== undefined) names.set(known, each.name);
  }
  if (!names.has(path)) names.set(path, file.name);
  showLarge(path, [...names.keys()], [...names.values()]);
}

/** Opens a file as it was uploaded, or has a browser download it. Never rejects. */
export async function openOriginal(file: Attachment): Promise<void> {
  const path = await pathOf(useFiles().original, file);
  if (path !== null && !(await openFile(path, file.name))) showSnackbar({ text: t('files.cannotOpen') });
}

/** Saves the pictures among the files: to the phone's album, or as a browser downloads. Never rejects. */
export async function savePictures(all: readonly Attachment[]): Promise<void> {
  for (const file of all.filter(isPicture)) {
    const path = await pathOf(useFiles().path, file);
    if (path === null) return;
    const saved = await savePicture(path, pictureName(file));
    if (saved === 'cancelled') return;
    if (saved !== 'saved') return sayDenied(saved, () => void savePictures(all));
  }
  if (hasAlbum) showSnackbar({ text: t('files.saved') });
}

/** What is not shown as it is, is saved as the JPEG that it is shown as. */
function pictureName({ name, mime }: Attachment): string {
  return isShownAsIs(mime) ? name : `${name.replace(/\.[^.]*$/, '')}.jpg`;
}

/** Where the file lies; null where it cannot be had, which was said then. */
async function pathOf(get: (file: Shown) => Promise<string>, file: Attachment): Promise<string | null> {
  try {
    return await get(file);
  } catch (error) {
    showSnackbar({ text: t('files.openFailed', { why: fileFailure(toFailure(error)) }) });
    return null;
  }
}
