export { citedOf, inOrder, sameCited, sourceWords } from './cited';
