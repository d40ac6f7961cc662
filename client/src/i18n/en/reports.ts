import type { SameKeys } from '../messages';
import type { reports as chinese } from '../zh-CN/reports';

export const reports: SameKeys<typeof chinese> = {
  'reports.open': 'Report',
  'reports.title': 'Report',
  'reports.reason.illegal': 'Illegal',
  'reports.reason.harmful': 'Harmful or disturbing',
  'reports.reason.wrong': 'Gravely wrong',
  'reports.reason.privacy': 'Private data',
  'reports.reason.other': 'Something else',
  'reports.words': 'Anything to add (optional)',
  'reports.note': 'The operator will see what you report, and deal with it.',
  'reports.give': 'Report it',
  'reports.again': 'Try again',
  'reports.thanks': 'Received, thank you. The operator will look into it soon.',
  'reports.tooMany': 'Too many reports. Try again in a while.',
};
