import type { SameKeys } from '../messages';
import type { share as chinese } from '../zh-CN/share';

export const share: SameKeys<typeof chinese> = {
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
