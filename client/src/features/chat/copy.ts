import { ref } from 'vue';
import { inOrder, sourceWords } from '@/features/evidence';
import { t } from '@/i18n';
import { copyText } from '@/platform/clipboard';
import { showSnackbar } from '@/ui/snackbar';
import type { AnswerState } from '@/features/answers';

/** How long a copy button shows that it worked, ms. */
const COPIED_MS = 1_600;

/**
 * An answer as it leaves the product: whoever reads it elsewhere is to know what made it, and what the numbers in it stand for.
 */
export function labelledAnswer({
  text,
  sources = [],
  direct,
}: Pick<AnswerState, 'text' | 'sources' | 'direct'>): string {
  const named = inOrder(text, sources).cited.map(sourceWords).join('\n');
  const label = t(direct?.kind === 'stored' ? 'chat.copiedStored' : 'chat.copiedLabel');
  return [text, ...(named === '' ? [] : [named]), label].join('\n\n');
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
