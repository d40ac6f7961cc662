import { failureWords } from '@/features/failures';
import { t } from '@/i18n';
import type { WireFailure } from '@/transport';

/** Why a link could not be made, in words: the usual ones are about questions. */
export function refusalWords(failure: WireFailure): string {
  switch (failure.code) {
    case 'content_refused':
      return t('sharing.refused');
    case 'too_large':
      return t('sharing.tooLarge');
    case 'rate_limited':
      return t('sharing.tooMany');
    case 'invalid':
      return t('sharing.nothing');
    default:
      return failureWords(failure);
  }
}

/** Whether fewer messages may do what all of them could not. */
export function fewerMayPass(failure: WireFailure): boolean {
  return failure.code === 'content_refused' || failure.code === 'too_large' || failure.code === 'invalid';
}
