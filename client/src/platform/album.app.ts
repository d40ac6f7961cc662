export { hasAlbum, savePicture, type Saved } from './album.mp-weixin';
