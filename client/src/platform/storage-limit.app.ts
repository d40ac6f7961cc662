export { SHELF_BYTES } from './storage-limit.mp-weixin';
