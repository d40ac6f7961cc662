import type { ToolStep } from '@huati/shared';
import { t } from '@/i18n';
import type { IconName } from '@/ui/icons';

/** A step on one line takes this much of what came of it; UTF-16 units. */
const OUTPUT_UNITS = 60;
const NUMBER = /^[-−]?[\d.,]+(?:[eE][-+]?\d+)?%?$/;

/** A step as a line, and all that came of it where the line has not room for it; empty otherwise. */
export interface StepLine {
  icon: IconName;
  words: string;
  rest: string;
}

/** What a model had a tool do: `计算 12800 × 3.5% = 448`. */
export function stepLine({ tool, input, output }: ToolStep): StepLine {
  const whole = output.trim();
  const first = (whole.split('\n')[0] ?? '').trim();
  const short =
    first.length > OUTPUT_UNITS ? `${first.slice(0, OUTPUT_UNITS).replace(/[\ud800-\udbff]$/, '')}…` : first;
  const rest = short === whole ? '' : whole;
  if (tool === 'search') return { icon: 'search', words: t('chat.step.search', { input, output: short }), rest };
  const words = NUMBER.test(first)
    ? t('chat.step.calculator', { input, output: short })
    : t('chat.step.calculatorFailed', { input, output: short });
  return { icon: 'calculator', words, rest };
}
