import { splitQuotation, toQuotation } from '@huati/shared';
import { t } from '@/i18n';
import { showSnackbar } from '@/ui/snackbar';
import type { Writing } from './writing';

/** A part of a message, as it was selected. */
export interface Passage {
  text: string;
  messageId: string;
}

/** Puts a passage before the question that is being written; what was quoted before can be had back. */
export function quotePassage(writing: Writing, { text, messageId }: Passage): void {
  // Who quotes a question means its words, not what it had quoted itself.
  const quotation = toQuotation(splitQuotation(text).text);
  if (quotation === '') return;
  const before = writing.quotation.value;
  const undo = writing.quote(quotation, messageId);
  if (before === '' || before === quotation) return;
  showSnackbar({ text: t('chat.quoteReplaced'), action: { label: t('topics.undo'), run: undo } });
}

/** Takes the quoted passage away; it can be brought back for a few seconds. */
export function takeQuotation(writing: Writing): void {
  if (writing.quotation.value === '') return;
  const undo = writing.quote('', null);
  showSnackbar({ text: t('chat.unquoted'), action: { label: t('topics.undo'), run: undo } });
}
