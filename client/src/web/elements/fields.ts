import { defineComponent, h, onBeforeUnmount, onMounted, onUpdated, shallowRef, type PropType } from 'vue';
import { isComposed } from '@/platform/composed-keys';
import { textScale } from '@/styles/text-size';

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
export const WebField = defineComponent({
  name: 'WebField',
  props: { ...shared, password: Boolean, type: { type: String, default: 'text' } },
  emits: ['input', 'confirm'],
  setup(props, { emit }) {
    const field = shallowRef<HTMLInputElement | null>(null);
    onMounted(() => props.focus && field.value?.focus());
    let composedAt = -Infinity;
    const composed = (event: Event): void => void (composedAt = event.timeStamp);
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || isComposed(event, event.timeStamp - composedAt)) return;
      emit('confirm', typed(event));
    };
    return () =>
      h('input', {
        ref: field,
        type: props.password ? 'password' : props.type,
        enterkeyhint: props.confirmType,
        value: props.value,
        maxlength: limit(props.maxlength),
        onInput: (event: Event) => emit('input', typed(event)),
        onKeydown: pressed,
        onCompositionend: composed,
      });
  },
});

/** For uni -1 is no limit. */
const limit = (maxlength: number | undefined): number | undefined =>
  maxlength !== undefined && maxlength >= 0 ? maxlength : undefined;

/** uni's `textarea`, as high as its text where `auto-height` says so; `linechange` tells of another height, px. */
export const WebLines = defineComponent({
  name: 'WebLines',
  props: { ...shared, autoHeight: Boolean },
  emits: ['input', 'linechange'],
  setup(props, { emit }) {
    const field = shallowRef<HTMLTextAreaElement | null>(null);
    let before = 0;
    const grow = (): void => {
      const element = field.value;
      if (!props.autoHeight || !element) return;
      // What is around it must not become smaller meanwhile: a list above would be scrolled by that.
      element.style.marginBottom = `${element.offsetHeight}px`;
      element.style.height = 'auto';
      const height = element.scrollHeight;
      element.style.height = `${height + element.offsetHeight - element.clientHeight}px`;
      element.style.marginBottom = '';
      if (height !== before) emit('linechange', { detail: { height } });
      before = height;
    };
    let widthPx = 0;
    // In another width the same text has another height, and where text is large, so has what stands in its place.
    const observer = new ResizeObserver(([entry]) => {
      const known = widthPx;
      widthPx = entry?.contentRect.width ?? 0;
      if (known > 0 && widthPx !== known) requestAnimationFrame(grow);
    });
    onBeforeUnmount(() => observer.disconnect());
    onMounted(() => {
      if (field.value && props.autoHeight) observer.observe(field.value);
      // One line is as high as it is; measuring it would lay the whole page out once more.
      if (props.value !== '' || textScale.value > 1) grow();
      if (props.focus) field.value?.focus();
    });
    onUpdated(grow);
    return () =>
      h('textarea', {
        ref: field,
        value: props.value,
        maxlength: limit(props.maxlength),
        enterkeyhint: props.confirmType === 'return' ? 'enter' : props.confirmType,
        rows: 1,
        onInput: (event: Event) => {
          grow();
          emit('input', typed(event));
        },
      });
  },
});
