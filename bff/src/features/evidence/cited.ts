import { citedIn as numbersIn } from '@huati/shared';

/** The numbers of the sources that an answer's text cites. */
export function citedIn(text: string): Set<number> {
  return new Set(numbersIn(text));
}
