export { keepUntilClosed, keptUntilClosed } from './until-closed.mp-weixin';
