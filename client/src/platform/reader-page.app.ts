export { readInstead } from './reader-page.mp-weixin';
