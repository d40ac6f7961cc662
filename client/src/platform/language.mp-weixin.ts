export { systemLanguage } from './language.app';
