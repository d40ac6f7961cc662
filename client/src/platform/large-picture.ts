import { t } from '@/i18n';
import { showSnackbar } from '@/ui/snackbar';

/**
 * Shows a picture as large as the screen, to be zoomed; from it one gets to the others of `urls`, of which `current` is one. What
 * shows it is loaded then.
 *
 * @param names what is said of each of `urls` to those who do not see it
 */
export function showLarge(current: string, urls: readonly string[] = [current], names: readonly string[] = []): void {
  void import('./picture-viewer').then(
    ({ openViewer }) => openViewer(current, urls, names),
    () => showSnackbar({ text: t('markdown.pictureFailed') }),
  );
}
