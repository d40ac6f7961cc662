import type { Handoff, HandoffState } from '@huati/shared';
import { computed, ref, shallowRef } from 'vue';
import { qrPicture } from '@/platform/qr';
import { api, toFailure, type WireFailure } from '@/transport';

const POLL_MS = 1_200;

export type ShowingPhase = 'making' | 'waiting' | 'claimed' | 'done' | 'expired' | 'refused' | 'failed';

/** Who took a code, and the digits of which theirs are to be picked. */
export interface Taker {
  device: string;
  choices: readonly string[];
}

/** A code that opens a topic of this device on another one, and what becomes of it. */
export function useHandoffCode() {
  const phase = ref<ShowingPhase>('making');
  const picture = ref('');
  const failure = shallowRef<WireFailure | null>(null);
  const taker = shallowRef<Taker | null>(null);
  const confirming = ref(false);
  const now = ref(Date.now());
  const handoff = shallowRef<Handoff | null>(null);
  /** How long the code is good still, in seconds. */
  const left = computed(() => {
    const end = handoff.value === null ? 0 : Date.parse(handoff.value.expiresAt);
    return Math.max(0, Math.ceil((end - now.value) / 1000));
  });
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let clock: ReturnType<typeof setInterval> | undefined;

  function take(state: HandoffState): void {
    // That is for other devices, never for the one that shows the code.
    if (state.status === 'asks') return;
    phase.value = state.status;
    if (state.status === 'claimed') taker.value = { device: state.device ?? '', choices: state.choices ?? [] };
    if (state.status !== 'waiting') picture.value = '';
    if (state.status !== 'waiting' && state.status !== 'claimed') rest();
  }

  async function look(code: string, mine: number): Promise<void> {
    const state = await api.handoff(code).catch((error: unknown) => toFailure(error));
    if (mine !== round || confirming.value) return;
    if (!(state instanceof Error)) take(state);
    else if (state.code === 'not_found') take({ status: 'expired' });
    if (phase.value === 'waiting' || phase.value === 'claimed') again(code, mine);
  }

  function again(code: string, mine: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void look(code, mine), POLL_MS);
  }

  /** Shows a new code for the topic and waits for it to be taken. */
  async function show(topicId: string): Promise<void> {
    hide();
    const mine = round;
    phase.value = 'making';
    try {
      const made = await api.createHandoff(topicId);
      const code = await qrPicture(made.url);
      if (mine !== round) return;
      handoff.value = made;
      picture.value = code;
      phase.value = 'waiting';
      now.value = Date.now();
      clock = setInterval(() => (now.value = Date.now()), 1000);
      again(made.code, mine);
    } catch (error) {
      if (mine !== round) return;
      failure.value = toFailure(error);
      phase.value = 'failed';
    }
  }

  /** The owner's word: the digits that the other device shows, or null where it is none of theirs. */
  async function confirm(digits: string | null): Promise<void> {
    const mine = round;
    if (handoff.value === null || confirming.value) return;
    const { code } = handoff.value;
    confirming.value = true;
    const state = await api.confirmHandoff(code, digits).catch((error: unknown) => toFailure(error));
    confirming.value = false;
    if (mine !== round) return;
    if (!(state instanceof Error)) return take(state);
    // Whether it was heard is not known: the code itself tells.
    void look(code, mine);
  }

  function rest(): void {
    clearTimeout(timer);
    clearInterval(clock);
  }

  function hide(): void {
    // Nobody who took a code waits for somebody who went away.
    if (phase.value === 'claimed') void confirm(null);
    round += 1;
    rest();
    handoff.value = null;
    taker.value = null;
    failure.value = null;
    confirming.value = false;
    picture.value = '';
    phase.value = 'making';
  }

  return { phase, picture, failure, taker, confirming, left, show, confirm, hide };
}
