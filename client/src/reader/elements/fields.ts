import { defineComponent, h, onMounted, onUpdated, shallowRef, type PropType } from 'vue';

// Without templates: the build makes `input` and `textarea` of a template into these components.

/** The event that uni's fields send for one of the browser's. */
function typed({ target }: Event): { detail: { value: string } } {
  const value = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target.value : '';
  return { detail: { value } };
}

const shared = {
  value: { type: String, default: '' },
  focus: Boolean,
  maxlength: Number,
  // What only keyboards of phones know by these names, or is so by itself in a browser.
  confirmType: String as PropType<string>,
  confirmHold: Boolean,
};

/** uni's `input`: `@input` and `@confirm` get what was typed as uni tells it. */
export const ReaderField = defineComponent({
  name: 'ReaderField',
  props: { ...shared, password: Boolean, type: { type: String, default: 'text' } },
  emits: ['input', 'confirm'],
  setup(props, { emit }) {
    const field = shallowRef<HTMLInputElement | null>(null);
    onMounted(() => props.focus && field.value?.focus());
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && !event.isComposing) emit('confirm', typed(event));
    };
    return () =>
      h('input', {
        ref: field,
        type: props.password ? 'password' : props.type,
        enterkeyhint: props.confirmType,
        value: props.value,
        maxlength: props.maxlength,
        onInput: (event: Event) => emit('input', typed(event)),
        onKeydown: pressed,
      });
  },
});

/** uni's `textarea`, as high as its text where `auto-height` says so. */
export const ReaderLines = defineComponent({
  name: 'ReaderLines',
  props: { ...shared, autoHeight: Boolean, showConfirmBar: Boolean, disableDefaultPadding: Boolean },
  emits: ['input'],
  setup(props, { emit }) {
    const field = shallowRef<HTMLTextAreaElement | null>(null);
    const grow = (): void => {
      if (!props.autoHeight || !field.value) return;
      field.value.style.height = 'auto';
      field.value.style.height = `${field.value.scrollHeight + 2}px`;
    };
    onMounted(() => {
      grow();
      if (props.focus) field.value?.focus();
    });
    onUpdated(grow);
    return () =>
      h('textarea', {
        ref: field,
        value: props.value,
        maxlength: props.maxlength,
        onInput: (event: Event) => emit('input', typed(event)),
      });
  },
});
