export { onStoredElsewhere } from './stored-elsewhere.mp-weixin';
