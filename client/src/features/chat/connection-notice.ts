import { onBeforeUnmount, ref, type Ref } from 'vue';
import { hasNetwork, onNetwork } from '@/platform/lifecycle';
import { connection } from '@/transport/connection';

/** A phone loses its connection for moments all the time; only longer is worth a word. */
const QUIET_MS = 2_000;

/** A network that lost the connection so often within so long counts as weak; ms. */
const DROPS = 2;
const DROPS_MS = 30_000;

export type ConnectionNotice = 'connecting' | 'weak' | 'offline' | 'refused';

/** What the reader is to be told of the connection; null while it is there or has been gone for less than 2 s. */
export function useConnectionNotice(): Ref<ConnectionNotice | null> {
  const notice = ref<ConnectionNotice | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known = connection.status();
  let slow = false;
  let drops: number[] = [];
  let calm: ReturnType<typeof setTimeout> | undefined;

  function isWeak(): boolean {
    drops = drops.filter((at) => Date.now() - at < DROPS_MS);
    return slow || drops.length >= DROPS;
  }

  /** A weak network is told of until it has been a good one for a while. */
  function judge(): void {
    clearTimeout(calm);
    if (isWeak()) calm = setTimeout(update, DROPS_MS / 3);
    update();
  }

  function show(): void {
    const status = connection.status();
    if (status === 'online' || status === 'idle') notice.value = status === 'online' && isWeak() ? 'weak' : null;
    else notice.value = status === 'refused' ? 'refused' : hasNetwork() ? 'connecting' : 'offline';
  }

  function update(): void {
    if (connection.status() === 'online') {
      clearTimeout(timer);
      timer = undefined;
      return show();
    }
    if (notice.value !== null) return show();
    timer ??= setTimeout(() => {
      timer = undefined;
      show();
    }, QUIET_MS);
  }

  const stop = [
    connection.onStatus((status) => {
      if (status === 'connecting' && known === 'online') drops.push(Date.now());
      known = status;
      judge();
    }),
    connection.onSlow((is) => {
      slow = is;
      judge();
    }),
    onNetwork(update),
  ];
  onBeforeUnmount(() => {
    clearTimeout(timer);
    clearTimeout(calm);
    for (const end of stop) end();
  });
  update();
  return notice;
}
