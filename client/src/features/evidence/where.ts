import type { Place } from '@huati/shared';
import { placeWords } from '@/features/files';

/** Where in what has the title something stands; a heading that is the title is not said again. */
export function whereWords({ title, place = {} }: { title: string; place?: Place | undefined }): string {
  const { headings } = place;
  return placeWords(headings ? { ...place, headings: headings.filter((heading) => heading !== title) } : place);
}
