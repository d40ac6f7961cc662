export { citedOf, sameCited } from './cited';
