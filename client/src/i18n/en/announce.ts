import type { SameKeys } from '../messages';
import type { announce as chinese } from '../zh-CN/announce';

export const announce: SameKeys<typeof chinese> = {
  'announce.code': '(a piece of code)',
  'announce.ended': 'The answer is complete.',
  'announce.more': '{n} more {n|character|characters} can be read in the conversation',
  'page.toComposer': 'Skip to the question',
  'page.topics': 'Topics',
  'page.main': 'Conversation',
};
