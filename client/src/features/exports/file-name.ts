/** Longer names are cut, UTF-16 units. */
const NAME_MAX = 40;

/** A name for a file that any system takes: the title without signs that mean something in paths. */
export function fileName(title: string, ending: string): string {
  const plain = title.replace(/[\\/:*?"<>|\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').replace(/\s+/g, ' ');
  const name = [...plain]
    .slice(0, NAME_MAX)
    .join('')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return `${name === '' ? 'Huati' : name}${ending}`;
}
