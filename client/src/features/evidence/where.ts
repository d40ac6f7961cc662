import type { Place } from '@huati/shared';
import { placeWords } from '@/features/files';

/**
 * Where in what has the title something stands; a heading that is the title is not said again. Of a document with headings the
 * number of a line says little: it was counted in a text that nobody sees.
 */
export function whereWords({ title, place = {} }: { title: string; place?: Place | undefined }): string {
  const { headings = [] } = place;
  if (headings.length === 0) return placeWords(place);
  return placeWords({
    ...place,
    lines: undefined,
    headings: headings.filter((heading) => plain(heading) !== plain(title)),
  });
}

/** A title without what one writes with it and another without: marks of a heading, the end of a file's name, blanks. */
function plain(title: string): string {
  return title.replace(/^[#\s]+|\.(?:md|markdown|txt|html?|docx?|pptx?|pdf)$|\s+/gi, '').toLowerCase();
}
