import type { WireError } from '@huati/shared';
import { grouped, t } from '@/i18n';
import type { FailureCode } from '@/transport';

/** A failure in the reader's words: what happened, and what to do about it. */
export function failureWords(
  failure: Pick<WireError, 'reason' | 'retryAfterMs' | 'tokens' | 'limit'> & { code: FailureCode },
): string {
  switch (failure.code) {
    case 'rate_limited':
      return t('chat.failure.rateLimited', { seconds: secondsOf(failure.retryAfterMs) });
    case 'busy':
      return t('chat.failure.busy');
    case 'input_too_long':
      return tooLongWords(failure.tokens, failure.limit);
    case 'too_large':
      return t('chat.failure.tooLong');
    case 'invalid':
    case 'unsupported_type':
      return t('chat.failure.invalid');
    case 'not_found':
      return t('chat.failure.notFound');
    case 'unauthorized':
      return t('chat.failure.unauthorized');
    case 'unsupported_version':
      return t('chat.failure.version');
    case 'forbidden':
      return t('chat.failure.forbidden');
    case 'content_refused':
      return t('chat.failure.content');
    case 'not_configured':
      return t('chat.failure.notConfigured');
    case 'interrupted':
      return t('chat.failure.interrupted');
    case 'offline':
    case 'timeout':
      return t('chat.failure.offline');
    case 'upstream_unavailable':
      return upstreamWords(failure.reason);
    case 'internal':
      return t('chat.failure.internal');
  }
}

function tooLongWords(tokens: number | undefined, limit: number | undefined): string {
  if (tokens === undefined || limit === undefined) return t('chat.failure.tooLong');
  return t('chat.failure.tooLongBy', { tokens: grouped(tokens), limit: grouped(limit) });
}

function upstreamWords(reason: WireError['reason']): string {
  switch (reason) {
    case 'overloaded':
      return t('chat.failure.overloaded');
    case 'timeout':
    case 'stalled':
      return t('chat.failure.stalled');
    case 'cut':
    case 'malformed':
      return t('chat.failure.cut');
    case 'empty':
      return t('chat.failure.empty');
    case 'refused':
    case 'rejected':
    case 'reported':
    case undefined:
      return t('chat.failure.upstream');
  }
}

/** Whole seconds to wait, at least one: "after 0 seconds" reads as if it should work now. */
function secondsOf(ms: number | undefined): number {
  return Math.max(1, Math.ceil((ms ?? 30_000) / 1000));
}
