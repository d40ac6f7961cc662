export { forgetQuery } from './forget-query.mp-weixin';
