import type { Definition, Instance } from 'glass-easel-miniprogram-adapter';
import type { Clock } from './clock';
import { elementOf } from './nodes';

/** WeChat cuts what is typed at 140 units unless told otherwise. */
const MAXLENGTH = 140;

type Field = HTMLInputElement | HTMLTextAreaElement;
const fieldOf = (instance: Instance): Field | null => elementOf(instance._$).querySelector('input, textarea');

const words = (value: unknown): string => (typeof value === 'string' ? value : '');

function wire(instance: Instance, field: Field, clock: Clock): void {
  const tell = (name: string, detail: object): void => clock.deliver(() => instance.triggerEvent(name, detail));
  let lines = 0;
  field.addEventListener('input', (event) => {
    event.stopPropagation();
    const max = Number(instance.data.maxlength ?? MAXLENGTH);
    if (max >= 0 && field.value.length > max) field.value = field.value.slice(0, max);
    tell('input', { value: field.value, cursor: field.selectionStart ?? field.value.length, keyCode: 0 });
    const count = field.value.split('\n').length;
    if (field instanceof HTMLTextAreaElement && count !== lines) {
      lines = count;
      tell('linechange', { height: field.scrollHeight, heightRpx: 0, lineCount: count });
    }
  });
  field.addEventListener('focus', () => tell('focus', { value: field.value, height: 0 }));
  field.addEventListener('blur', () => tell('blur', { value: field.value, cursor: 0 }));
  field.addEventListener('keydown', (event) => {
    if ((event as KeyboardEvent).key !== 'Enter' || instance.data.confirmType === 'return') return;
    event.preventDefault();
    tell('confirm', { value: field.value });
  });
}

/** `input` and `textarea`: a field of the host's page inside of the element. */
export function field(tag: 'input' | 'textarea', clock: Clock): Definition {
  return {
    properties: {
      value: null,
      placeholder: null,
      placeholderClass: String,
      placeholderStyle: String,
      disabled: Boolean,
      maxlength: { type: null, value: MAXLENGTH },
      focus: Boolean,
      autoFocus: Boolean,
      autoHeight: Boolean,
      fixed: Boolean,
      type: String,
      password: Boolean,
      cursorSpacing: null,
      cursor: null,
      showConfirmBar: null,
      adjustPosition: { type: null, value: true },
      holdKeyboard: null,
      confirmType: String,
      confirmHold: null,
      disableDefaultPadding: null,
    },
    observers: {
      value(this: Instance, value: never) {
        const inner = fieldOf(this);
        // The program's value counts where it differs from what stands there; the cursor stays otherwise.
        if (inner && inner.value !== value) inner.value = words(value);
      },
      'placeholder, disabled, ariaLabel'(this: Instance) {
        const inner = fieldOf(this);
        if (!inner) return;
        inner.placeholder = words(this.data.placeholder);
        inner.disabled = Boolean(this.data.disabled);
        inner.setAttribute('aria-label', words(this.data.ariaLabel));
      },
      focus(this: Instance) {
        if (this.data.focus === true) fieldOf(this)?.focus();
      },
    },
    lifetimes: {
      attached(this: Instance) {
        const inner = document.createElement(tag);
        inner.value = words(this.data.value);
        inner.placeholder = words(this.data.placeholder);
        inner.disabled = Boolean(this.data.disabled);
        inner.setAttribute('aria-label', words(this.data.ariaLabel));
        elementOf(this._$).append(inner);
        wire(this, inner, clock);
        if (this.data.focus || this.data.autoFocus) inner.focus();
      },
    },
  };
}
