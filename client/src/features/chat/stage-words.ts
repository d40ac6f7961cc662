import type { AnswerState } from '@/features/answers';
import { t } from '@/i18n';

/** What is being done for a running answer before its text comes. */
export function stageWords({ stage, position = 0, tool }: Pick<AnswerState, 'stage' | 'position' | 'tool'>): string {
  if (tool) return t(`chat.tool.${tool}`);
  if (stage !== 'queued' || position === 0) return t(`chat.stage.${stage ?? 'thinking'}`);
  return position === 1 ? t('chat.stage.next') : t('chat.stage.position', { n: position - 1 });
}
