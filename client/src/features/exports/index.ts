export { useExports } from './exports.store';
