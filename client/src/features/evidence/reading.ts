import type { SourceInPlace } from '@huati/shared';
import { shallowRef, watch, type ShallowRef } from 'vue';
import { api, toFailure, type WireFailure } from '@/transport';

/** A source of a message, as far as it is here. */
export interface Reading {
  inPlace: ShallowRef<SourceInPlace | null>;
  failure: ShallowRef<WireFailure | null>;
  again(): void;
}

/** Reads the source `n` of the message with what stands around it, whenever they are others; null: nothing is to be read. */
export function useReading(wanted: () => { messageId: string; n: number } | null): Reading {
  const inPlace = shallowRef<SourceInPlace | null>(null);
  const failure = shallowRef<WireFailure | null>(null);
  let asked = 0;

  async function read(): Promise<void> {
    const now = wanted();
    asked += 1;
    const own = asked;
    inPlace.value = null;
    failure.value = null;
    if (!now) return;
    try {
      const found = await api.source(now.messageId, now.n);
      if (own === asked) inPlace.value = found;
    } catch (error) {
      if (own === asked) failure.value = toFailure(error);
    }
  }

  watch(
    () => {
      const { messageId, n } = wanted() ?? { messageId: '', n: 0 };
      return `${messageId} ${n}`;
    },
    () => void read(),
    { immediate: true },
  );
  return { inPlace, failure, again: () => void read() };
}
