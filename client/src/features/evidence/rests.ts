import type { Message, Source, ToolStep } from '@huati/shared';
import { computed } from 'vue';
import type { Cited } from '@/markdown/citations';
import { citedOf, sameCited } from './cited';

type Told = Pick<Message, 'sources' | 'retrieval' | 'unsupported' | 'direct' | 'steps'>;

/** The same for all answers that rest on nothing. */
const NONE: readonly Source[] = [];
const NO_STEPS: readonly ToolStep[] = [];

/** What an answer rests on, as it is drawn with it. `answer` gives it as it is now, `open` shows the source of a mark. */
export function useRests(
  answer: () => { [Part in keyof Told]?: Readonly<Told[Part]> | undefined },
  open: (n: number) => void,
) {
  const sources = computed(() => answer().sources ?? NONE);
  const retrieval = computed(() => answer().retrieval);
  const unsupported = computed(() => answer().unsupported === true);
  const direct = computed(() => answer().direct);
  const steps = computed(() => answer().steps ?? NO_STEPS);
  const hasSteps = computed(() => steps.value.length > 0);
  const rests = computed(() => sources.value.length > 0 || retrieval.value === 'degraded');
  const cited = computed<Cited | undefined>((before) => sameCited(before, citedOf(sources.value, open)));
  return { sources, retrieval, unsupported, direct, steps, hasSteps, rests, cited };
}
