import type { SameKeys } from '../messages';
import type { account as chinese } from '../zh-CN/account';

export const account: SameKeys<typeof chinese> = {
  'account.guestNote': 'You are a guest: topics belong to this browser on this device. Clearing its data loses them.',
  'account.wechatNote': 'Signed in with WeChat; your topics are on all of your devices.',
  'account.joinedNote':
    'This device is signed in to the account of another one. Its own topics are there still, and back when you sign out.',
  'account.leave': 'Sign out, back to this device’s own topics',
  'account.link.title': 'Sign in with WeChat',
  'account.link.making': 'Making a code…',
  'account.link.waiting':
    'Open this mini-program in WeChat, go to Settings → Sign in another device, and scan this code. The topics here join your account.',
  'account.link.confirmed': 'Signed in; the topics here have joined your WeChat account.',
  'account.link.expired': 'This code is no longer valid. Make a new one.',
  'account.link.again': 'Make a new code',
  'account.link.show': 'Sign in with WeChat',
  'account.link.scan': 'Sign in another device',
  'account.link.notOurs': 'This is no sign-in code of ours',
  'account.link.sureTitle': 'Sign in another device?',
  'account.link.sure': 'The device you scanned will see and use your account. Confirm only if it is your own.',
  'account.link.done': 'Confirmed; that device is signed in',
  'settings.open': 'Settings',
  'settings.title': 'Settings',
  'settings.theme': 'Appearance',
  'settings.language': 'Language',
  'settings.system': 'System',
  'settings.light': 'Light',
  'settings.dark': 'Dark',
  'settings.on': 'On',
  'settings.off': 'Off',
  'settings.followUps': 'Suggest what to ask next',
};
