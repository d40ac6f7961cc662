import type { OwnShare } from '@huati/shared';
import { failureWords } from '@/features/failures';
import { t } from '@/i18n';
import { copyText } from '@/platform/clipboard';
import { confirmed } from '@/platform/confirm';
import { sendLink } from '@/platform/share';
import { toFailure } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';
import { useSharing } from './sharing.store';

/** Copies the link, and where it is known here its password with it, and says so. Never rejects. */
export async function copyLink(share: OwnShare): Promise<void> {
  const { url, id, locked } = share;
  const password = useSharing().passwordOf(id);
  const copied = await copyText(password === undefined ? url : t('sharing.both', { url, password }));
  if (!copied) showSnackbar({ text: t('chat.copyFailed') });
  else if (password !== undefined) showSnackbar({ text: t('sharing.copiedBoth') });
  else showSnackbar({ text: t(locked ? 'sharing.copiedLocked' : 'sharing.copied') });
}

/** Gives the link to the phone's own sharing, with its password; where that takes it not it is copied. Never rejects. */
export async function passOn(share: OwnShare, title: string): Promise<void> {
  const password = useSharing().passwordOf(share.id);
  const words = password === undefined ? '' : t('sharing.passwordIs', { password });
  if (!(await sendLink(title, share.url, words))) await copyLink(share);
}

/** Ends links once the person has confirmed it. Out: whether they are gone. Never rejects: what fails is said. */
export async function revokeLinks(shares: readonly OwnShare[], title: string, words: string): Promise<boolean> {
  if (!(await confirmed(title, words))) return false;
  const sharing = useSharing();
  try {
    for (const share of shares) await sharing.revoke(share);
    showSnackbar({ text: t('sharing.revoked') });
    return true;
  } catch (error) {
    showSnackbar({ text: failureWords(toFailure(error)) });
    return false;
  }
}
