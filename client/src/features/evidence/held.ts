import type { EvidenceGraph, Source } from '@huati/shared';
import { computed, type ComputedRef } from 'vue';
import { inOrder } from './cited';

interface Asked {
  open: boolean;
  messageId: string | null;
  sources: readonly Source[];
  graph?: EvidenceGraph | undefined;
  text: string;
  n: number;
}

interface Shown {
  messageId: string | null;
  ordered: { cited: Source[]; all: Source[] };
  graph: EvidenceGraph | undefined;
  /** It is no longer what the answer has. */
  held: boolean;
}

/**
 * What a sheet shows of an answer's sources. At its end an answer keeps those alone that it cites: where the one that is read is not
 * among them, the sheet keeps all that it had until it closes. Another source in its place would be taken for it.
 */
export function useHeld(asked: Asked): {
  ordered: ComputedRef<Shown['ordered']>;
  graph: ComputedRef<EvidenceGraph | undefined>;
} {
  const shown = computed<Shown>((before) => {
    const { open, messageId, sources, graph, text, n } = asked;
    const now: Shown = { messageId, ordered: inOrder(text, sources), graph, held: false };
    if (before?.messageId !== messageId || !has(before, n)) return now;
    const lost = !has(now, n);
    // While it goes away it is still seen.
    if (!open) return lost ? { ...before, held: false } : now;
    if (before.held) return before;
    return lost ? { ...before, held: true } : now;
  });
  return { ordered: computed(() => shown.value.ordered), graph: computed(() => shown.value.graph) };
}

function has({ ordered }: Shown, n: number): boolean {
  return ordered.all.some((source) => source.n === n);
}
