export { onMemoryShort } from './memory';
