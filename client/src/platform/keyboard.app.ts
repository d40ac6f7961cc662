export { onKeyboard } from './keyboard.mp-weixin';
