import { computed, ref } from 'vue';
import { setDocumentSizes, systemTextScale } from '@/platform/text-size';

export const TEXT_SIZES = ['system', 'standard', 'large', 'largest'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

const SCALES = { standard: 1, large: 1.25, largest: 1.5 } as const;
/** What takes a finger, px: by how much larger than usual text is at least. */
const TARGETS = [
  { from: 1.45, px: 52 },
  { from: 1.15, px: 48 },
] as const;
const USUAL_TARGET_PX = 44;
/** Icons grow half as fast as text: they are read by their shape. */
const ICON_SHARE = 0.5;

const scale = ref(1);

/** How large text is, times the usual. */
export const textScale = computed(() => scale.value);
/** The least height and width of what takes a finger, px. */
export const targetPx = computed(() => targetFor(scale.value));

function targetFor(times: number): number {
  return TARGETS.find(({ from }) => times >= from)?.px ?? USUAL_TARGET_PX;
}

/** The variables that everything is measured by, for text of `times` the usual size. */
export function sizesFor(times: number): Record<string, string> {
  return {
    '--text-scale': times.toFixed(2),
    '--icon-scale': (1 + (times - 1) * ICON_SHARE).toFixed(2),
    '--target': `${targetFor(times)}px`,
  };
}

/** The style each page puts on its root, where no document carries it. */
export const textSizes = computed(() => sizesFor(scale.value));

/** Shows text in the given size at once; `system` follows the phone, the browser or WeChat. Keeping it is the caller's. */
export function setTextSize(choice: TextSize): void {
  scale.value = choice === 'system' ? systemTextScale() : SCALES[choice];
  setDocumentSizes(textSizes.value);
}
