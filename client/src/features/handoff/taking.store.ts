import type { HandoffState, Joining } from '@huati/shared';
import { defineStore } from 'pinia';
import { ref, shallowRef, type Ref } from 'vue';
import { useSession } from '@/features/account';
import { deviceName } from '@/platform/device-name';
import { api, toFailure, type WireFailure } from '@/transport';
import { connection } from '@/transport/connection';

const POLL_MS = 1_000;
const DEVICE_MAX = 80;

/** What this device has as a guest, and could bring: topics, and whether there is anything else. */
export type Belongings = Pick<Extract<HandoffState, { status: 'asks' }>, 'topics' | 'others'>;

/**
 * `asks`: it is somebody else's, whose account this device would join; `gone`: it was taken before, or is over; `other`: this device
 * has an account of its own.
 */
export type TakingPhase = 'none' | 'taking' | 'asks' | 'digits' | 'refused' | 'gone' | 'other' | 'failed';

/** A code of another device that this one takes, to open a topic of that one. */
export const useTaking = defineStore('taking', () => {
  const phase: Ref<TakingPhase> = ref('none');
  const belongings: Ref<Belongings> = shallowRef({ topics: 0, others: false });
  /** What the other device is to be told. */
  const digits = ref('');
  /** The topic that was given, until it is opened. */
  const topicId: Ref<string | null> = ref(null);
  const failure: Ref<WireFailure | null> = shallowRef(null);
  let taken = '';
  let joining: Joining | undefined;
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** What this device had may be the account's by now: the session is taken also where nobody waits for it any more. */
  function adopt(state: HandoffState, how: Joining | undefined): void {
    if (state.status !== 'done' || !state.session) return;
    useSession().join(state.session, how === 'bring');
    connection.restart();
  }

  function stand(state: HandoffState, mine: number): void {
    if (state.status === 'claimed') {
      digits.value = state.digits ?? '';
      phase.value = 'digits';
    } else if (state.status === 'asks') {
      belongings.value = state;
      phase.value = 'asks';
      return;
    } else if (state.status === 'done') {
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
    const how = joining;
    const state = await api.handoff(taken).catch((error: unknown) => toFailure(error));
    if (!(state instanceof Error)) adopt(state, how);
    if (mine !== round) return;
    if (!(state instanceof Error)) return stand(state, mine);
    if (state.code === 'not_found') phase.value = 'gone';
    else timer = setTimeout(() => void look(mine), POLL_MS);
  }

  /**
   * Opens the code's topic where it is the same person's. Somebody else's is taken only where this device is to join their
   * account; then this waits for their word. Never rejects.
   */
  async function take(code: string, join?: Joining): Promise<void> {
    end();
    const mine = round;
    taken = code;
    joining = join;
    phase.value = 'taking';
    const state = await api
      .claimHandoff(code, { device: deviceName().slice(0, DEVICE_MAX), ...(join && { join }) })
      .catch((error: unknown) => toFailure(error));
    if (!(state instanceof Error)) adopt(state, join);
    if (mine !== round) return;
    if (!(state instanceof Error)) return stand(state, mine);
    failure.value = state;
    phase.value = state.code === 'not_found' ? 'gone' : state.code === 'forbidden' ? 'other' : 'failed';
  }

  function retry(): void {
    void take(taken, joining);
  }

  /** Whoever holds this device wants it to be the account's whose code this is. */
  function join(how: Joining): void {
    void take(taken, how);
  }

  /** Waits no more. */
  function end(): void {
    round += 1;
    clearTimeout(timer);
    phase.value = 'none';
    failure.value = null;
    topicId.value = null;
  }

  return { phase, belongings, digits, topicId, failure, take, join, retry, end };
});
