import type { SameKeys } from '../messages';
import type { evidence as chinese } from '../zh-CN/evidence';

export const evidence: SameKeys<typeof chinese> = {
  'evidence.source': 'Source {n}: {title}',
  'evidence.sourceAt': 'Source {n}: {title}, {place}',
  'evidence.count': '{n} sources',
  'evidence.all': 'Show all {n} sources',
  'evidence.list': 'Sources',
  'evidence.title': 'Source {at} of {of}',
  'evidence.previous': 'Previous source',
  'evidence.next': 'Next source',
  'evidence.degraded': 'Part of the search is unavailable now; sources may be missing',
  'evidence.removed': 'The file was removed; this is what was read for the answer',
  'evidence.failed': 'The passage could not be read: {why}',
  'evidence.retry': 'Try again',
  'evidence.page': 'Picture of page {n}, with what is cited marked',
  'evidence.picture': 'Picture “{title}”',
  'evidence.large': 'Show large',
  'evidence.pageFailed': 'The picture of the page could not be read',
  'evidence.before': 'Before it',
  'evidence.passage': 'The passage cited',
  'evidence.after': 'After it',
};
