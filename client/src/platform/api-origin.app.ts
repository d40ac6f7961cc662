export { defaultOrigin } from './api-origin.mp-weixin';
