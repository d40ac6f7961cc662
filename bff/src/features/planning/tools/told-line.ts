import { clip, type Source } from '@huati/shared';

/** UTF-16 units of a line that tells people of something that was found. */
const LINE_MAX = 120;

/** How people are told that a search has found this: a sentence of the graph, or a document by its title. */
export function toldLine({ kind, title, text }: Pick<Source, 'kind' | 'title' | 'text'>): string {
  return clip((kind === 'path' ? text : title).replace(/\s+/g, ' '), LINE_MAX);
}
