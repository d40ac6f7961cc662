import { onBeforeUnmount } from 'vue';
import { onNetwork, onVisible } from '@/platform/lifecycle';
import { connection, setCredentials } from '@/transport';
import { useSession } from './session.store';

/** Keeps this user connected while the component lives: tries at once when the phone wakes or finds a network. */
export function useOnline(): void {
  setCredentials(useSession());
  const stop = [onVisible(() => connection.wake()), onNetwork((online) => online && connection.wake())];
  onBeforeUnmount(() => {
    for (const end of stop) end();
    connection.close();
  });
  connection.connect();
}
