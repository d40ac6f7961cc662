export { authorOf } from './author';
export { citedOf, inOrder, nameOf, sameCited, sourceWords } from './cited';
export { whereWords } from './where';
