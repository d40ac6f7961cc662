export { onIncomingFiles, type Incoming } from './incoming-files.mp-weixin';
