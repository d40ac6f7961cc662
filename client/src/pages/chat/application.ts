import { onBeforeUnmount } from 'vue';
import { useSession } from '@/features/account';
import { useChat } from '@/features/chat';
import { t } from '@/i18n';
import { onHidden, onNetwork, onVisible } from '@/platform/lifecycle';
import { onStorageFailure } from '@/platform/storage';
import { connection, setCredentials } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';

/** Connects, and stays so for as long as the page lives: tries at once when the phone wakes or finds a network. */
export function useApplication(): void {
  const session = useSession();
  const chat = useChat();
  let told = false;

  setCredentials(session);
  onStorageFailure((reason) => {
    console.warn(`storage: ${reason}`);
    if (!told) showSnackbar({ text: t('connection.storageFull') });
    told = true;
  });
  const stop = [
    onVisible(() => connection.wake()),
    onNetwork((online) => online && connection.wake()),
    onHidden(() => chat.flushDrafts()),
  ];
  onBeforeUnmount(() => {
    for (const end of stop) end();
    connection.close();
  });
  connection.connect();
}
