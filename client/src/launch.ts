import { locale, t } from '@/i18n';
import { setDocumentLanguage } from '@/platform/document';
import { activateByKeyboard } from '@/platform/focus';
import { onUpdateReady } from '@/platform/updates';
import { showSnackbar } from '@/ui/snackbar';

/** A note that asks for something stays longer than one that tells; ms. */
const UPDATE_NOTE_MS = 15_000;

/** What the program does once when it starts, on every platform. */
export function launch(): void {
  setDocumentLanguage(locale.value);
  activateByKeyboard();
  onUpdateReady((restart) => {
    const action = { label: t('updates.restart'), run: restart };
    showSnackbar({ text: t('updates.ready'), action, ms: UPDATE_NOTE_MS });
  });
}
