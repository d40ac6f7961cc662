import type { DirectAnswer } from '@huati/shared';
import { t } from '@/i18n';

/** Who wrote an answer, as its label says: what an organisation keeps as its answer was not written by a model. */
export function authorOf(direct: DirectAnswer | undefined): string {
  return t(direct?.kind === 'stored' ? 'chat.storedLabel' : 'chat.aiLabel');
}
