export { isWide, onWide } from './viewport.mp-weixin';
