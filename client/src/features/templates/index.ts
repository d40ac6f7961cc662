export { nextBlank, previousBlank, withWritten } from './blanks';
export { matching, slashQuery, type Offered } from './matching';
export { useTemplates } from './templates.store';
