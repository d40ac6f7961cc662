export { canPrint, printElement } from './print.mp-weixin';
