import type { SharedTopic } from '@huati/shared';
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue';
import { api, toFailure, type WireFailure } from '@/transport';
import type { AnswerState } from '@/features/answers';
import type { Growing, Shown } from './live/shown';

interface Asked {
  id: string;
  pass?: string | undefined;
  first?: SharedTopic | undefined;
  closed?: 'locked' | 'gone' | undefined;
}

/**
 * A share as it is read: what `asked` names, with the password's `pass` where it has one, beginning with what is known of it already: its
 * content, or that it is `closed`.
 * `found` is told each time it was read, and `lost` when nothing of it may be shown any more.
 */
export function useShared(asked: Asked, tell: { found(topic: SharedTopic): void; lost(): void }) {
  const topic = shallowRef<SharedTopic | null>(null);
  /** As it was read, before anything was told of it. */
  const begun = shallowRef<SharedTopic | null>(null);
  const failure = shallowRef<WireFailure | null>(null);
  const gone = ref(false);
  const locked = ref(false);
  const pass = ref(asked.pass);
  const growing: Growing = shallowReactive(new Map<string, AnswerState>());
  /** Counts readings: what an earlier one brings is of no interest. */
  let round = 0;

  function take(found: SharedTopic): void {
    pass.value ??= found.pass;
    begun.value = found;
    topic.value = found;
    tell.found(found);
  }

  function clear(): void {
    round += 1;
    failure.value = null;
    gone.value = false;
    locked.value = false;
    begun.value = null;
    topic.value = null;
    growing.clear();
  }

  /** Reads it. Never rejects: `failure`, `gone` and `locked` tell. */
  async function load(): Promise<void> {
    clear();
    const mine = round;
    try {
      const found = await api.share(asked.id, pass.value);
      if (mine === round) take(found);
    } catch (error) {
      if (mine === round) failed(toFailure(error));
    }
  }

  function failed(thrown: WireFailure): void {
    if (thrown.code === 'not_found') over('gone');
    else if (thrown.code === 'password_required' || thrown.code === 'password_wrong') over('locked');
    else failure.value = thrown;
  }

  /** Nothing of it may be shown any more; `locked`: until its password was given again. */
  function over(why: 'gone' | 'locked'): void {
    clear();
    gone.value = why === 'gone';
    locked.value = why === 'locked';
    tell.lost();
  }

  function unlocked(given: string): void {
    pass.value = given;
    void load();
  }

  /** Other messages are shown now. */
  function changed({ title, messages }: Shown): void {
    if (!topic.value) return;
    const renamed = title !== topic.value.title;
    topic.value = { ...topic.value, title, messages };
    if (renamed) tell.found(topic.value);
  }

  watch(
    () => asked.id,
    (id) => {
      if (asked.first?.share.id === id) take(asked.first);
      else if (asked.closed === 'gone' || (asked.closed === 'locked' && pass.value === undefined)) over(asked.closed);
      else void load();
    },
    { immediate: true },
  );

  const messages = computed(() => topic.value?.messages ?? []);
  return { topic, begun, messages, failure, gone, locked, pass, growing, load, over, unlocked, changed };
}
