import { computed, onMounted, ref, watch, type Ref } from 'vue';
import { textScale } from '@/styles/text-size';

/** What lies around the text: the box's own edges and the page's; px. */
const AROUND_PX = 40;
const LINE_PX = 24;
const LINES_MAX = 8;
/** From more lines than this on, the text has the whole width, and can have the whole page. */
const LINES_SMALL = 4;
/** So it has down to these: in the whole width the same text takes fewer lines. */
const LINES_KEPT = 2;
/** Then its buttons have a row of their own; px. */
const ROW_PX = 50;

interface Above {
  files: Readonly<Ref<boolean>>;
  quotation: Readonly<Ref<boolean>>;
}

/** How high the composer is, px: told by `tell`, and anew when the text size changes, or what stands `above` the text. */
export function useComposerSize(above: Above, tell: (px: number) => void) {
  /** The field has the whole page. */
  const large = ref(false);
  const linePx = computed(() => LINE_PX * textScale.value);
  /** As the field told it. */
  const fieldPx = ref(0);
  const tall = ref(false);
  const height = computed(() => {
    const textPx = Math.min(Math.max(fieldPx.value, linePx.value), linePx.value * LINES_MAX);
    const filesPx = above.files.value ? filesHeight(textScale.value) : 0;
    const rowPx = tall.value ? ROW_PX : 0;
    return textPx + AROUND_PX + rowPx + filesPx + (above.quotation.value ? quotationHeight(textScale.value) : 0);
  });
  watch(height, tell);
  onMounted(() => tell(height.value));

  function resized({ height: px }: { height: number }): void {
    fieldPx.value = px;
    tall.value = px > linePx.value * (tall.value ? LINES_KEPT : LINES_SMALL);
  }

  return { large, tall, resized };
}

// As the style sheets have them: what is around the words stays as it is, whatever size these are.
const filesHeight = (scale: number): number => 30 + 36 * scale;
const quotationHeight = (scale: number): number => 20 + 40 * scale;
