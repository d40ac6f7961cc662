import { ref } from 'vue';
import { scanCode } from '@/platform/scan';
import { qrPicture } from '@/platform/qr';
import { api, toFailure, type WireFailure } from '@/transport';
import { connection } from '@/transport/connection';
import { useSession } from './session.store';

/** What a code says before the link's id, so that no other code is taken for one. */
const PREFIX = 'huati-link:';
const POLL_MS = 2_000;

export type LinkPhase = 'making' | 'waiting' | 'confirmed' | 'expired' | 'failed';

/** A code that gives this device the account of whoever scans it in WeChat, and what becomes of it. */
export function useLinkCode() {
  const session = useSession();
  const phase = ref<LinkPhase>('making');
  const picture = ref('');
  const failure = ref<WireFailure | null>(null);
  let round = 0;
  let shown: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(linkId: string, mine: number): Promise<void> {
    const state = await api.link(linkId).catch((error: unknown) => toFailure(error));
    // The guest's things are the account's by now: the session is taken also where nobody looks at the code any more.
    if ('session' in state && state.session) {
      session.adopt(state.session);
      connection.restart();
      phase.value = 'confirmed';
    }
    if (mine !== round || shown === null || phase.value === 'confirmed') return;
    if (state instanceof Error ? state.code === 'not_found' : state.status === 'expired') {
      phase.value = 'expired';
    } else {
      timer = setTimeout(() => void look(linkId, mine), POLL_MS);
    }
  }

  /** Shows a new code and waits for it to be scanned. */
  async function show(): Promise<void> {
    hide();
    const mine = round;
    phase.value = 'making';
    try {
      const link = await api.createLink();
      const code = await qrPicture(PREFIX + link.id);
      if (mine !== round) return;
      picture.value = code;
      shown = link.id;
      phase.value = 'waiting';
      timer = setTimeout(() => void look(link.id, mine), POLL_MS);
    } catch (error) {
      if (mine !== round) return;
      failure.value = toFailure(error);
      phase.value = 'failed';
    }
  }

  function hide(): void {
    const waiting = phase.value === 'waiting' ? shown : null;
    round += 1;
    clearTimeout(timer);
    // Whoever confirmed on the phone and closes this at once is logged in all the same.
    if (waiting !== null) void look(waiting, round);
    shown = null;
    picture.value = '';
  }

  return { phase, picture, failure, show, hide };
}

export type Scanned = { kind: 'none' } | { kind: 'other'; text: string } | { kind: 'link'; linkId: string };

/** Has a code scanned that another device shows. */
export async function scanLink(): Promise<Scanned> {
  const text = await scanCode();
  if (text === null) return { kind: 'none' };
  return text.startsWith(PREFIX) ? { kind: 'link', linkId: text.slice(PREFIX.length) } : { kind: 'other', text };
}
