export { authorOf, isAnyGenerated, isGenerated } from './author';
export { citedOf, inOrder, nameOf, sourceWords } from './cited';
export { useRests } from './rests';
export { whereWords } from './where';
