export { onListKeys } from './list-keys.mp-weixin';
