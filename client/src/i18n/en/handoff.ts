import type { SameKeys } from '../messages';
import type { handoff as chinese } from '../zh-CN/handoff';

export const handoff: SameKeys<typeof chinese> = {
  'handoff.title': 'Continue on the phone',
  'handoff.code': 'Code that opens this topic on another device',
  'handoff.making': 'Making a code…',
  'handoff.waiting': 'Scan this code with your phone: this topic opens there, and an answer goes on where it is.',
  'handoff.left': 'Good for {seconds} s, and once',
  'handoff.someDevice': 'Another device',
  'handoff.claimed': '“{device}” scanned this code. Which number does it show?',
  'handoff.careful': 'With the right number that device is signed in as you. Pick none unless it is your own.',
  'handoff.pick': 'It shows {digits}',
  'handoff.notMine': 'Not my device',
  'handoff.done': 'Opened on the other device.',
  'handoff.expired': 'This code is no longer valid. Make a new one.',
  'handoff.refused': 'Not opened: that device got nothing, and the code is void.',
  'handoff.again': 'Make a new code',
  'handoff.scan': 'Scan to open a topic of another device',
  'handoff.notOurs': 'This is no code of ours',
  'handoff.guest': 'Sign in with WeChat here first, then scan to open a topic of another device',
  'handoff.take.title': 'Open a topic of another device',
  'handoff.take.taking': 'Opening…',
  'handoff.take.asks':
    'This code is of another account. Sign in to it on this device? Only do so if the other device is your own.',
  'handoff.take.careful': 'Once signed in, what you ask and write here is that account’s, and on all of its devices.',
  'handoff.take.stays':
    'Once signed in, what you ask and write here is that account’s, and on all of its devices. The topics of this device stay where they are and are back when you sign out; those you hand over are that account’s for good.',
  'handoff.take.not': 'Do not sign in',
  'handoff.take.join': 'Sign in to that account',
  'handoff.take.bring': 'Sign in and hand over the topics of this device ({topics})',
  'handoff.take.bringOthers': 'Sign in and hand over the files and roles of this device',
  'handoff.take.digits': 'Pick this number on the other device, and the topic opens here.',
  'handoff.take.refused': 'The other device did not confirm, so nothing was opened.',
  'handoff.take.gone': 'This code was used or is no longer valid. Make a new one on the other device.',
  'handoff.take.other':
    'This device is signed in to another account and cannot open that topic. Scan with a browser that is not signed in, or sign that device in to this account by Settings → Sign in with WeChat.',
  'handoff.take.retry': 'Try again',
};
