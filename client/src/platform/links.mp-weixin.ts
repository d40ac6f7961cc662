import { t } from '@/i18n';
import { showSnackbar } from '@/ui/snackbar';
import { copyText } from './clipboard';
import type { TextTap } from './links';

export type { TextTap } from './links';

/** WeChat opens no foreign page: the address of a link that was tapped is copied, for the browser. */
export function openTapped({ target }: TextTap): void {
  const { href } = (target as { dataset?: { href?: string } }).dataset ?? {};
  if (!href) return;
  void copyText(href).then((copied) =>
    showSnackbar({ text: t(copied ? 'markdown.linkCopied' : 'markdown.copyFailed') }),
  );
}
