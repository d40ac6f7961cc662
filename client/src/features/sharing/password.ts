import { uuid } from '@/platform/random';

/** What is not taken for each other when it is read aloud or copied by hand; 32, so that each is as likely. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyz23456789';
const LENGTH = 6;

/** A password that can be told over the phone: 30 random bits, of which the server lets nobody try many. */
export async function suggestedPassword(): Promise<string> {
  // The first six bytes of a UUID are random throughout.
  const bytes = (await uuid()).replace(/-/g, '').match(/../g) ?? [];
  return bytes
    .slice(0, LENGTH)
    .map((byte) => SIGNS.charAt(parseInt(byte, 16) % SIGNS.length))
    .join('');
}
