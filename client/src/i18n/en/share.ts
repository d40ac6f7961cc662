import type { SameKeys } from '../messages';
import type { share as chinese } from '../zh-CN/share';

export const share: SameKeys<typeof chinese> = {
  'share.title': 'Share topic',
  'share.words':
    'Makes a link to this topic as it is now. Whoever has the link can read it; later changes stay out, and you can take it back at any time. Answers are marked as AI-generated.',
  'share.until': 'Valid for',
  'share.days': '{n} days',
  'share.make': 'Make a link',
  'share.send': 'Send to a friend',
  'share.copied': 'Link copied',
  'share.copy': 'Copy link',
  'share.revoke': 'Take back',
  'share.revoked': 'Taken back; the link no longer opens',
  'share.row': 'Made {made} · until {until}',
  'share.views': 'Read {n} times',
  'share.untitled': 'A topic',
  'share.home': 'Huati: talk with the model',
  'share.gone': 'This share cannot be opened',
  'share.goneWords': 'It may have expired, or been taken back.',
  'share.when': 'Shared on {day}',
  'share.more': 'Read on',
  'share.fork': 'Go on from here',
  'share.report': 'Report',
  'share.enter': 'Open the mini-program to ask.',
};
