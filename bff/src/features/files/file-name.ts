import { ATTACHMENT_NAME_MAX, clip } from '@huati/shared';

/** The longest ending of a name that is kept where the rest is cut, in UTF-16 units. */
const ENDING_MAX = 20;
const UNNAMED = '未命名';

/** Control characters, and those that turn the direction of what follows: they make a name look like another. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** The name under which a file is shown: without folders and what cannot be seen, not too long, its ending whole. */
export function fileName(given: string): string {
  const bare = given.toWellFormed().replace(UNSEEN, '').split(/[/\\]/).at(-1) ?? '';
  const name = bare.trim();
  if (name === '' || /^\.+$/.test(name)) return UNNAMED;
  if (name.length <= ATTACHMENT_NAME_MAX) return name;
  const ending = /\.[^.]*$/.exec(name)?.[0] ?? '';
  const kept = ending.length <= ENDING_MAX ? ending : '';
  return clip(name, ATTACHMENT_NAME_MAX - kept.length) + kept;
}
