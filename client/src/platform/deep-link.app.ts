export { linkParameter } from './deep-link.mp-weixin';
