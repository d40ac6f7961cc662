import { watchFormulas } from './formulas';
import { watchLinks } from './links';
import { watchPictures } from './pictures';

/**
 * What the HTML of a text cannot do by itself: formulas are set, links to other sites ask first, pictures are shown large.
 *
 * @returns stops it
 */
export function enliven(root: Element): () => void {
  const stops = [watchFormulas(root), watchLinks(root), watchPictures(root)];
  return () => stops.forEach((stop) => stop());
}
