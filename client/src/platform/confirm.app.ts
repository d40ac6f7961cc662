export { confirmed } from './confirm.mp-weixin';
