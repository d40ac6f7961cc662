import type { SameKeys } from '../messages';
import type { legal as chinese } from '../zh-CN/legal';

export const legal: SameKeys<typeof chinese> = {
  'legal.agreement': 'Service agreement',
  'legal.privacy': 'Privacy policy',
  'legal.named': '{name}',
  'legal.consent': 'By using this you agree to the',
  'legal.and': 'and the',
};
