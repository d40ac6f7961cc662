import type { SameKeys } from '../messages';
import type { ui as chinese } from '../zh-CN/ui';

export const ui: SameKeys<typeof chinese> = {
  'ui.back': 'Back',
  'ui.close': 'Close',
  'ui.cancel': 'Cancel',
  'ui.confirm': 'OK',
  'ui.loading': 'Loading',
  'ui.menu': 'Menu',
  'connection.connecting': 'Connecting…',
  'connection.weak': 'The network is slow, still going on',
  'connection.offline': 'No network. It will go on by itself.',
  'connection.refused': 'The server refused the connection. Reload the page.',
  'connection.storageFull': 'This device is out of storage; drafts may not be kept',
  'updates.ready': 'A new version is ready',
  'updates.restart': 'Restart',
};
