export { failureWords } from './failure-words';
