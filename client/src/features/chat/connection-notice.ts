import { onBeforeUnmount, ref, type Ref } from 'vue';
import { hasNetwork, onNetwork } from '@/platform/lifecycle';
import { connection } from '@/transport';

/** A phone loses its connection for moments all the time; only longer is worth a word. */
const QUIET_MS = 2_000;

export type ConnectionNotice = 'connecting' | 'offline' | 'refused';

/** What the reader is to be told of the connection; null while it is there or has been gone for less than 2 s. */
export function useConnectionNotice(): Ref<ConnectionNotice | null> {
  const notice = ref<ConnectionNotice | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(): void {
    const status = connection.status();
    if (status === 'online' || status === 'idle') notice.value = null;
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

  const stop = [connection.onStatus(update), onNetwork(update)];
  onBeforeUnmount(() => {
    clearTimeout(timer);
    for (const end of stop) end();
  });
  update();
  return notice;
}
