export { authorOf } from './author';
export { citedOf, inOrder, sameCited, sourceWords } from './cited';
