import { citedOf, sourceWords } from '@/features/evidence';
import { t } from '@/i18n';
import type { Cited } from '@/markdown/citations';
import { isGenerated, type Exported } from './content';
import { localDay } from '@/i18n/day';
import { labelWords } from './label';

/** A question or an answer as it goes onto paper. */
interface PrintedRow {
  id: string;
  question: boolean;
  text: string;
  files: string;
  read: () => string;
  cited: Cited | undefined;
  sources: string[];
  author: string;
}

/** What is exported, in the words that stand on paper. */
export interface Printed {
  title: string;
  day: string;
  label: string;
  rows: PrintedRow[];
}

export function printedOf(exported: Exported): Printed {
  return {
    title: exported.title || t('share.untitled'),
    day: localDay(exported.createdAt),
    label: labelWords(isGenerated(exported)),
    rows: exported.messages.map((message) => ({
      id: message.id,
      question: message.question,
      text: message.text,
      files: message.files.join('、'),
      read: () => message.text,
      cited: citedOf(message.cited, () => undefined),
      sources: message.cited.map(sourceWords),
      author: t(message.stored ? 'chat.storedLabel' : 'chat.aiLabel'),
    })),
  };
}
