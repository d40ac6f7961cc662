export { hasNetwork, onHidden, onNetwork, onVisible } from './lifecycle.mp-weixin';
