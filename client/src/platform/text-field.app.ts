export { focusField, readField, writeField } from './text-field.mp-weixin';
