import { ref } from 'vue';
import { useSession } from '@/features/account';
import { t } from '@/i18n';
import { scanCode, scans } from '@/platform/scan';
import { showSnackbar } from '@/ui/snackbar';
import { codeIn } from './code-in';
import { useTaking } from './taking.store';

/** Takes the code in the address that was scanned, where this device may. Out: false where it is no such address. */
export function takeScanned(address: string): boolean {
  const code = codeIn(address);
  if (code === null) return false;
  // The account of WeChat comes by itself later, and what a guest was given would go on to it, away from the other device.
  if (useSession().user?.kind === 'guest') showSnackbar({ text: t('handoff.guest') });
  else void useTaking().take(code);
  return true;
}

/** How a topic's menu hands it on: a device shows a code, or scans the one of another. */
export function useHandoffs() {
  const open = ref(false);

  async function scan(): Promise<void> {
    const text = await scanCode();
    if (text !== null && !takeScanned(text)) showSnackbar({ text: t('handoff.notOurs') });
  }

  return {
    open,
    label: (): string => t(scans ? 'handoff.scan' : 'handoff.title'),
    start: (): void => {
      if (scans) void scan();
      else open.value = true;
    },
  };
}
