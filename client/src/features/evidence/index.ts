export { authorOf, isAnyGenerated, isGenerated } from './author';
export { citedOf, inOrder, nameOf, sameCited, sourceWords } from './cited';
export { whereWords } from './where';
