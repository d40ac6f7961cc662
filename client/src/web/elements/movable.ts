import { defineComponent, h, onMounted, ref, shallowRef, watch } from 'vue';

/** uni's `movable-area`: what is in it stays in its sight. */
export const WebArea = defineComponent({
  name: 'WebArea',
  props: { scaleArea: Boolean },
  setup:
    (_props, { slots }) =>
    () =>
      h('div', { style: { position: 'relative', overflow: 'hidden' } }, slots.default?.()),
});

interface Finger {
  x: number;
  y: number;
}

/** A finger that moves less than this may still be about to tap; px. */
const STILL_PX = 6;

/**
 * uni's `movable-view`, as far as the picture of a graph needs it: one finger or a mouse moves it within its area, two stretch it
 * between `scaleMin` and `scaleMax`. `scale` tells how large it is, as uni does.
 */
export const WebMovable = defineComponent({
  name: 'WebMovable',
  props: {
    x: { type: Number, default: 0 },
    y: { type: Number, default: 0 },
    disabled: Boolean,
    scale: Boolean,
    scaleMin: { type: Number, default: 0.5 },
    scaleMax: { type: Number, default: 10 },
    scaleValue: { type: Number, default: 1 },
    direction: { type: String, default: 'all' },
  },
  emits: ['scale'],
  setup(props, { emit, slots }) {
    const box = shallowRef<HTMLElement | null>(null);
    const at = ref<Finger>({ x: props.x, y: props.y });
    const size = ref(props.scaleValue);
    const fingers = new Map<number, Finger>();

    /** Keeps it over its area, or within where it is the smaller one. */
    function put(x: number, y: number): void {
      const element = box.value;
      const area = element?.parentElement;
      if (!element || !area) return;
      const within = (value: number, own: number, room: number): number =>
        Math.min(Math.max(value, Math.min(0, room - own * size.value)), Math.max(0, room - own * size.value));
      at.value = {
        x: within(x, element.offsetWidth, area.clientWidth),
        y: within(y, element.offsetHeight, area.clientHeight),
      };
    }

    function resize(next: number): void {
      size.value = Math.min(props.scaleMax, Math.max(props.scaleMin, next));
      put(at.value.x, at.value.y);
    }

    function down(event: PointerEvent): void {
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    }

    function move(event: PointerEvent): void {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const [dx, dy] = [event.clientX - before.x, event.clientY - before.y];
      const held = box.value?.hasPointerCapture(event.pointerId) ?? false;
      if (!held && Math.hypot(dx, dy) < STILL_PX) return;
      box.value?.setPointerCapture(event.pointerId);
      const spread = spreadOf(fingers);
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (fingers.size === 2 && spread > 0) {
        resize((size.value * spreadOf(fingers)) / spread);
        emit('scale', { detail: { scale: size.value } });
      } else if (!props.disabled) put(at.value.x + dx, at.value.y + dy);
    }

    const up = ({ pointerId }: PointerEvent): void => void fingers.delete(pointerId);

    watch(() => props.scaleValue, resize);
    watch([() => props.x, () => props.y], ([x, y]) => put(x, y));
    onMounted(() => put(props.x, props.y));
    return () =>
      h(
        'div',
        {
          ref: box,
          style: {
            position: 'absolute',
            top: 0,
            left: 0,
            transform: `translate(${at.value.x}px, ${at.value.y}px) scale(${size.value})`,
            transformOrigin: '0 0',
            touchAction: props.disabled ? 'pan-y' : 'none',
          },
          onPointerdown: down,
          onPointermove: move,
          onPointerup: up,
          onPointercancel: up,
        },
        slots.default?.(),
      );
  },
});

function spreadOf(fingers: ReadonlyMap<number, Finger>): number {
  const [one, other] = [...fingers.values()];
  return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
}
