import { ref } from 'vue';
import { t } from '@/i18n';
import { copyText } from '@/platform/clipboard';
import { showSnackbar } from '@/ui/snackbar';

/** How long a copy button shows that it worked, ms. */
const COPIED_MS = 1_600;

/** An answer as it leaves the product: whoever reads it elsewhere is to know what made it. */
export function labelledAnswer(text: string): string {
  return `${text}\n\n${t('chat.copiedLabel')}`;
}

/** Copies a text, tells whether that worked, and shows it for a moment. */
export function useCopy() {
  const copied = ref(false);
  async function copy(text: string): Promise<void> {
    copied.value = await copyText(text);
    showSnackbar({ text: copied.value ? t('chat.copied') : t('chat.copyFailed'), ms: 2_000 });
    setTimeout(() => (copied.value = false), COPIED_MS);
  }
  return { copied, copy };
}
