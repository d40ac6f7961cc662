import { kinds, type Kind } from '@huati/extraction';

const PICTURES: readonly Kind[] = ['png', 'jpeg', 'webp', 'gif', 'heic'];

/** Which kind of picture a content is by its type; undefined where it is none. */
export function pictureKindOf(mime: string | null): Kind | undefined {
  return PICTURES.find((kind) => kinds[kind] === mime);
}
