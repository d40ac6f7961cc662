export { letGo, pathOfBlob } from './blob-path.mp-weixin';
