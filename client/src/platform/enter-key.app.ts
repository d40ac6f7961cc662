export { isTouchFirst, onSendKey } from './enter-key.mp-weixin';
