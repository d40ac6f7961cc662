export { onUpdateReady } from './updates';
