import type { Place } from '@huati/shared';
import { t } from '@/i18n';

/** Where in its file something stands: `第 3 页`, `表 销售!A2:F20`, `第一章 › 范围`; empty where nothing tells it. */
export function placeWords(place: Place): string {
  const { headings = [] } = place;
  return [spotWords(place), headings.join(' › ')].filter((words) => words !== '').join(' · ');
}

function spotWords({ page, slide, sheet, cells, lines, headings = [] }: Place): string {
  if (page !== undefined) return t('files.place.page', { n: page });
  if (slide !== undefined) return t('files.place.slide', { n: slide });
  if (sheet !== undefined) return cells ? t('files.place.cells', { sheet, cells }) : t('files.place.sheet', { sheet });
  if (lines === undefined || headings.length > 0) return '';
  const [from, to] = lines;
  return from === to ? t('files.place.line', { n: from }) : t('files.place.lines', { from, to });
}
