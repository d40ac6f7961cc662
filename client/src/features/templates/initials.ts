/** The first character of each initial in the order of pinyin, and the initials. */
const FIRSTS = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他穵夕丫帀';
const INITIALS = 'abcdefghjklmnopqrstwxyz';

/** Made when it is first needed: that takes a phone a tenth of a second. */
let order: { collator: Intl.Collator | undefined } | undefined;

/**
 * The initials of a text's pinyin in lower case, other characters as they are: `写邮件` is `xyj`. By the order in which the
 * platform sorts, for a table of readings is large; empty where the platform does not know that order.
 */
export function initialsOf(text: string): string {
  order ??= { collator: collator() };
  const by = order.collator;
  return by ? Array.from(text.toLowerCase(), (character) => initialOf(character, by)).join('') : '';
}

function initialOf(character: string, { compare }: Intl.Collator): string {
  if (!/[\u4e00-\u9fff]/.test(character)) return character;
  let at = FIRSTS.length - 1;
  while (at > 0 && compare(FIRSTS.charAt(at), character) > 0) at -= 1;
  return INITIALS.charAt(at);
}

function collator(): Intl.Collator | undefined {
  // Some engines of phones have no `Intl`, or take the order of strokes for every name.
  if (typeof Intl === 'undefined' || typeof Intl.Collator === 'undefined') return undefined;
  const pinyin = new Intl.Collator('zh-Hans-CN-u-co-pinyin');
  const sorted = FIRSTS.split('').sort(pinyin.compare).join('');
  return sorted === FIRSTS ? pinyin : undefined;
}
