import type { AnswerStatus } from '@huati/shared';
import { t } from '@/i18n';

/** What is said beside an answer's label; empty where there is nothing to say. */
export function noteOf(status: AnswerStatus, { live, unsupported }: { live: boolean; unsupported: boolean }): string {
  if (status === 'streaming') return live ? '' : t('shared.growing');
  if (status === 'stopped') return t('chat.stopped');
  if (status === 'length') return t('chat.lengthLimit');
  if (status === 'interrupted' || status === 'failed') return t('chat.interrupted');
  return unsupported ? t('chat.unsupported') : '';
}
