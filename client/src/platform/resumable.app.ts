export { loadResumable } from './resumable.mp-weixin';
