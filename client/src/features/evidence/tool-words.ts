import type { ToolStep } from '@huati/shared';
import { t } from '@/i18n';
import type { IconName } from '@/ui/icons';

/** What stands for nothing where a search found nothing. */
const NOTHING = '—';

/** A step as a line, and all that came of it where the line does not tell; empty otherwise. */
export interface StepLine {
  icon: IconName;
  words: string;
  rest: string;
}

/** What a model had a tool do: `计算 12800 × 3.5% = 448`. */
export function stepLine(step: ToolStep): StepLine {
  if (step.tool === 'search') return searched(step);
  return { icon: 'calculator', words: t('chat.step.calculator', { ...step, input: inPrint(step.input) }), rest: '' };
}

/** A search tells what it found, a line each. */
function searched({ input, output }: ToolStep): StepLine {
  const rest = output.trim() === NOTHING ? '' : output.trim();
  const n = rest === '' ? 0 : rest.split('\n').length;
  const words = n === 0 ? t('chat.step.searchNothing', { input }) : t('chat.step.search', { input, n });
  return { icon: 'search', words, rest };
}

/** A term as people write it. */
function inPrint(term: string): string {
  return term.replace(/\s*\*\s*/g, ' × ');
}
