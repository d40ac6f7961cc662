import { kinds, type Kind } from '@huati/extraction';

/** The type of a file of that kind; what of a text's bytes cannot be told, its name does. */
export function mimeOfKind(kind: Kind, name: string): string {
  return kinds[kind === 'text' && /\.(?:md|markdown)$/i.test(name) ? 'markdown' : kind];
}

/** The kind of a file of that type; undefined where it is none that is read. */
export function kindOfMime(mime: string): Kind | undefined {
  return (Object.keys(kinds) as Kind[]).find((kind) => kinds[kind] === mime);
}
