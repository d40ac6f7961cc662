import { fold } from '@huati/shared';

/** The id of the entity of this name: the same for the same name in other case, width and spacing. */
export function entityIdOf(name: string): string {
  return fold(name.normalize('NFKC')).trim().replace(/\s+/g, ' ');
}
