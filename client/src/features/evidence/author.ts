import type { DirectAnswer, SharedMessage } from '@huati/shared';
import { t } from '@/i18n';

/** Who wrote an answer, as its label says: what an organisation keeps as its answer was not written by a model. */
export function authorOf(direct: DirectAnswer | undefined): string {
  return t(direct?.kind === 'stored' ? 'chat.storedLabel' : 'chat.aiLabel');
}

/** Whether a model wrote any of these answers: where the organisation keeps all of them, none. `stored`: whether it does, of each. */
export function isAnyGenerated(stored: readonly boolean[]): boolean {
  return stored.length === 0 || stored.some((kept) => !kept);
}

/** The same of a share's messages. */
export function isGenerated(messages: readonly SharedMessage[]): boolean {
  const answers = messages.filter(({ role }) => role === 'assistant');
  return isAnyGenerated(answers.map(({ direct }) => direct?.kind === 'stored'));
}
