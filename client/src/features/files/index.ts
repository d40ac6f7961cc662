export { useFiles } from './files.store';
export { isPicture } from './pictures';
export { placeWords } from './place-words';
export { savePictures } from './show-files';
export { useTopicFiles } from './topic-files.store';
