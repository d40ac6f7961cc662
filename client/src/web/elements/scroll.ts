import { defineComponent, h, nextTick, onMounted, shallowRef, watch } from 'vue';

/** As uni has it where nothing is said, px. */
const THRESHOLD_PX = 50;

/**
 * uni's `scroll-view` where more is asked of it than to scroll: `scroll` tells where it stands, `scrolltolower` that its end is near,
 * once until it is left or more is there; `scrollTop` and `scrollIntoView` (an id) move it when they change.
 */
export const WebScroll = defineComponent({
  name: 'WebScroll',
  props: {
    lowerThreshold: { type: Number, default: THRESHOLD_PX },
    scrollTop: Number,
    scrollIntoView: { type: String, default: '' },
  },
  emits: ['scroll', 'scrolltolower'],
  setup(props, { emit, slots }) {
    const box = shallowRef<HTMLElement | null>(null);
    /** How high it was when its end was told of last; 0: that was left since. */
    let told = 0;

    function scrolled(): void {
      const element = box.value;
      if (!element) return;
      const { scrollTop, scrollHeight, clientHeight } = element;
      emit('scroll', { detail: { scrollTop, scrollHeight } });
      const near = scrollHeight - scrollTop - clientHeight <= props.lowerThreshold;
      // What was added meanwhile may have been scrolled through at once.
      if (near && told !== scrollHeight) emit('scrolltolower');
      told = near ? scrollHeight : 0;
    }

    async function move(): Promise<void> {
      await nextTick();
      if (props.scrollTop !== undefined) box.value?.scrollTo({ top: props.scrollTop, behavior: 'instant' });
      if (props.scrollIntoView === '') return;
      box.value?.querySelector(`#${CSS.escape(props.scrollIntoView)}`)?.scrollIntoView({ behavior: 'instant' });
    }

    watch([() => props.scrollTop, () => props.scrollIntoView], move);
    onMounted(move);
    return () => h('div', { ref: box, onScrollPassive: scrolled }, slots.default?.());
  },
});
