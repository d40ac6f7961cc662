import { onBeforeUnmount } from 'vue';
import { onHidden, onNetwork, onVisible } from '@/platform/lifecycle';
import { takeNewest } from '@/platform/updates';
import { setCredentials, type Credentials } from '@/transport';
import { connection } from '@/transport/connection';
import { keptToken } from './kept';
import { useSession } from './session.store';

/** WeChat ends the sockets of a program that was left for so long, often without a word to it; ms. */
const AWAY_MS = 5_000;

/** Lets this page ask the server as this user, without a connection. */
export function useCredentials(): void {
  setCredentials(credentialsOf(useSession()));
}

function credentialsOf({ ensure, renew }: Pick<Credentials, 'ensure' | 'renew'>): Credentials {
  return { ensure, renew, kept: keptToken };
}

/** Keeps this user connected while the component lives: tries at once when the phone wakes or finds a network. */
export function useOnline(): void {
  const session = useSession();
  setCredentials(credentialsOf(session));
  let hiddenAt: number | null = null;
  const stop = [
    connection.onStatus((status) => void (status === 'refused' && takeNewest())),
    onHidden(() => (hiddenAt ??= Date.now())),
    onVisible(() => {
      const away = hiddenAt === null ? 0 : Date.now() - hiddenAt;
      hiddenAt = null;
      if (session.reread() || away > AWAY_MS) connection.restart();
      else connection.wake();
    }),
    // Another network: what was open over the old one is dead, whether or not it knows.
    onNetwork((online) => online && connection.restart()),
  ];
  onBeforeUnmount(() => {
    for (const end of stop) end();
    connection.close();
  });
  connection.connect();
  // The connection was made as the guest that they were.
  void session.upgrade().then((changed) => changed && connection.restart());
}
