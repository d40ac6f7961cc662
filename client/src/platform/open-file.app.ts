export { openFile } from './open-file.mp-weixin';
