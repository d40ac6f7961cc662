import type { WireError } from '@huati/shared';
import { grouped, t, type MessageKey } from '@/i18n';
import type { FailureCode } from '@/transport';

/** Codes that always mean the same to the reader. */
const WORDS = {
  busy: 'chat.failure.busy',
  too_large: 'chat.failure.tooLong',
  invalid: 'chat.failure.invalid',
  unsupported_type: 'chat.failure.invalid',
  not_found: 'chat.failure.notFound',
  unauthorized: 'chat.failure.unauthorized',
  forbidden: 'chat.failure.forbidden',
  password_required: 'chat.failure.passwordRequired',
  password_wrong: 'chat.failure.passwordWrong',
  content_refused: 'chat.failure.content',
  unreadable: 'chat.failure.unreadable',
  not_configured: 'chat.failure.notConfigured',
  unsupported_version: 'chat.failure.version',
  interrupted: 'chat.failure.interrupted',
  offline: 'chat.failure.offline',
  timeout: 'chat.failure.offline',
  internal: 'chat.failure.internal',
} as const satisfies Partial<Record<FailureCode, MessageKey>>;

/** A failure in the reader's words: what happened, and what to do about it. */
export function failureWords(
  failure: Pick<WireError, 'reason' | 'retryAfterMs' | 'tokens' | 'limit'> & { code: FailureCode },
): string {
  switch (failure.code) {
    case 'rate_limited':
      return t('chat.failure.rateLimited', { seconds: secondsOf(failure.retryAfterMs) });
    case 'input_too_long':
      return tooLongWords(failure.tokens, failure.limit);
    case 'upstream_unavailable':
      return upstreamWords(failure.reason);
    default:
      return t(WORDS[failure.code]);
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
    default:
      return t('chat.failure.upstream');
  }
}

/** Whole seconds to wait, at least one: "after 0 seconds" reads as if it should work now. */
function secondsOf(ms: number | undefined): number {
  return Math.max(1, Math.ceil((ms ?? 30_000) / 1000));
}
