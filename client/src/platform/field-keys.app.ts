export { hasKeyboard, onFieldKey, type FieldKey } from './field-keys.mp-weixin';
