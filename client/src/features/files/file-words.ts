import { failureWords } from '@/features/failures';
import { t } from '@/i18n';
import type { FailureCode } from '@/transport';
import type { AttachedFile } from './attaching';

const STEP = 1024;
const UNITS = ['B', 'KB', 'MB', 'GB'];

/** How large a file is: `3.4 MB`. */
export function sizeWords(bytes: number): string {
  const at = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(STEP)));
  const size = bytes / STEP ** at;
  return `${at > 0 && size < 10 ? size.toFixed(1) : Math.round(size)} ${UNITS[at] ?? ''}`;
}

/** How a file stands that is attached to a question being written. */
export function stateWords({ state, progress, bytes, failure }: AttachedFile): string {
  switch (state) {
    case 'waiting':
      return t('files.waiting');
    case 'sending':
      return t('files.sending', { percent: Math.round(progress * 100) });
    case 'reading':
      return t('files.reading');
    case 'ready':
      return sizeWords(bytes);
    case 'failed':
      return fileFailure(failure ?? 'internal');
  }
}

/** Refusals of the file itself: sent again it would be refused again. */
const FINAL: readonly FailureCode[] = ['too_large', 'unsupported_type', 'invalid', 'not_found', 'content_refused'];

/** Whether a file that was not taken may be taken if it is sent again. */
export function mayArrive({ failure }: AttachedFile): boolean {
  return failure === null || !FINAL.includes(failure);
}

/** Why a file was not taken. */
export function fileFailure(code: FailureCode): string {
  if (code === 'too_large') return t('files.failure.tooLarge');
  if (code === 'unsupported_type') return t('files.failure.unsupported');
  if (code === 'invalid') return t('files.failure.invalid');
  if (code === 'not_found') return t('files.failure.gone');
  return failureWords({ code });
}
