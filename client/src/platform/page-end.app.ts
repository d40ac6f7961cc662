export { watchPageEnd, type PageEnd } from './page-end.mp-weixin';
