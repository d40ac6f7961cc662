import { t } from '@/i18n';
import { showDialog } from './dialog';

/** Asks the person to confirm something, in a window of the page's own. Out: whether they did. */
export async function confirmed(title: string, content: string): Promise<boolean> {
  let agreed = false;
  await showDialog({
    title,
    text: content,
    buttons: [{ words: t('ui.cancel') }, { words: t('ui.confirm'), primary: true, run: () => (agreed = true) }],
  });
  return agreed;
}
