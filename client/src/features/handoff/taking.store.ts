import type { HandoffState } from '@huati/shared';
import { defineStore } from 'pinia';
import { ref, shallowRef, type Ref } from 'vue';
import { useSession } from '@/features/account';
import { deviceName } from '@/platform/device-name';
import { api, toFailure, type WireFailure } from '@/transport';
import { connection } from '@/transport/connection';

const POLL_MS = 1_000;
const DEVICE_MAX = 80;

/** `gone`: it was taken before, or is over; `other`: this device has an account of its own. */
export type TakingPhase = 'none' | 'taking' | 'digits' | 'refused' | 'gone' | 'other' | 'failed';

/** A code of another device that this one takes, to open a topic of that one. */
export const useTaking = defineStore('taking', () => {
  const phase: Ref<TakingPhase> = ref('none');
  /** What the other device is to be told. */
  const digits = ref('');
  /** The topic that was given, until it is opened. */
  const topicId: Ref<string | null> = ref(null);
  const failure: Ref<WireFailure | null> = shallowRef(null);
  let taken = '';
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stand(state: HandoffState, mine: number): void {
    if (state.status === 'claimed') {
      digits.value = state.digits ?? '';
      phase.value = 'digits';
    } else if (state.status === 'done') {
      if (state.session) {
        useSession().adopt(state.session, true);
        connection.restart();
      }
      phase.value = 'none';
      topicId.value = state.topicId ?? null;
      return;
    } else if (state.status !== 'waiting') {
      phase.value = state.status === 'refused' ? 'refused' : 'gone';
      return;
    }
    timer = setTimeout(() => void look(mine), POLL_MS);
  }

  async function look(mine: number): Promise<void> {
    const state = await api.handoff(taken).catch((error: unknown) => toFailure(error));
    if (mine !== round) return;
    if (!(state instanceof Error)) return stand(state, mine);
    if (state.code === 'not_found') phase.value = 'gone';
    else timer = setTimeout(() => void look(mine), POLL_MS);
  }

  /** Takes the code, and waits for its owner where that is somebody else. Never rejects. */
  async function take(code: string): Promise<void> {
    end();
    const mine = round;
    taken = code;
    phase.value = 'taking';
    const state = await api
      .claimHandoff(code, deviceName().slice(0, DEVICE_MAX))
      .catch((error: unknown) => toFailure(error));
    if (mine !== round) return;
    if (!(state instanceof Error)) return stand(state, mine);
    failure.value = state;
    phase.value = state.code === 'not_found' ? 'gone' : state.code === 'forbidden' ? 'other' : 'failed';
  }

  function retry(): void {
    void take(taken);
  }

  /** Waits no more. */
  function end(): void {
    round += 1;
    clearTimeout(timer);
    phase.value = 'none';
    failure.value = null;
    topicId.value = null;
  }

  return { phase, digits, topicId, failure, take, retry, end };
});
