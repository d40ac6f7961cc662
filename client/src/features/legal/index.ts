export { legalDocOf, openLegal, type LegalDoc } from './legal';
export { legalText } from './legal-text';
