import type { SameKeys } from '../messages';
import type { failures as chinese } from '../zh-CN/failures';

export const failures: SameKeys<typeof chinese> = {
  'chat.failure.rateLimited': 'Too many questions. Send it again in {seconds} s.',
  'chat.failure.busy': 'The server is busy. Try again in a moment.',
  'chat.failure.tooLong': 'The question is too long. Shorten it, or ask in parts.',
  'chat.failure.invalid': 'The question has characters that cannot be sent. Change it and try again.',
  'chat.failure.unreadable': 'Nothing can be read out of this file.',
  'chat.failure.notFound': 'This topic or message no longer exists.',
  'chat.failure.unauthorized': 'You were signed out. Reload the page.',
  'chat.failure.version': 'This page is out of date. Reload it.',
  'chat.failure.interrupted': 'The answer was interrupted. You can retry.',
  'chat.failure.offline': 'No connection. Check the network and retry.',
  'chat.failure.internal': 'Something went wrong on the server. Try again in a moment.',
  'chat.failure.overloaded': 'The model is overloaded. Try again in a moment.',
  'chat.failure.stalled': 'The model has not answered for a long time. Please retry.',
  'chat.failure.cut': 'The connection to the model broke off. You can retry.',
  'chat.failure.empty': 'The model gave no text. Please retry.',
  'chat.failure.upstream': 'The model cannot be reached now. Try again in a moment.',
  'chat.failure.tooLongBy':
    'The question is too long: about {tokens} tokens, {limit} at most. Shorten it, or ask in parts.',
  'chat.failure.forbidden': 'You are not allowed to do this.',
  'chat.failure.passwordRequired': 'This share needs a password.',
  'chat.failure.passwordWrong': 'The password is wrong. Try again.',
  'chat.failure.content': 'The text did not pass the safety check. Change it and try again.',
  'chat.failure.notConfigured': 'This service has not set that up.',
};
