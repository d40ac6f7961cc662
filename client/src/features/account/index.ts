export { keptSettings, keptToken } from './kept';
export { useCredentials, useOnline } from './online';
export { useSession } from './session.store';
export { useSettings } from './settings.store';
