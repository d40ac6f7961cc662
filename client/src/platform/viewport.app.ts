export { isWide, onWide, pageWidth } from './viewport.mp-weixin';
