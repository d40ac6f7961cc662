import { computed } from 'vue';
import { inOrder, sourceWords } from '@/features/evidence';
import { t } from '@/i18n';
import { useCopied } from '@/ui/copied';
import { showSnackbar } from '@/ui/snackbar';
import type { AnswerState } from '@/features/answers';

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
  const { copied, copy } = useCopied<'answer'>();
  async function copyAndTell(text: string): Promise<void> {
    const done = await copy(text, 'answer');
    showSnackbar({ text: t(done ? 'chat.copied' : 'chat.copyFailed'), ms: 2_000 });
  }
  return { copied: computed(() => copied.value !== null), copy: copyAndTell };
}
