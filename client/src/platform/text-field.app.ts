export {
  canSelect,
  focusField,
  readField,
  retypeField,
  selectIn,
  selectionOf,
  writeField,
  type Span,
} from './text-field.mp-weixin';
