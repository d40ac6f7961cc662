export { useFiles } from './files.store';
export { isPicture } from './pictures';
export { savePictures } from './show-files';
