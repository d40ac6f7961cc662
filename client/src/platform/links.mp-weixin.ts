import { t } from '@/i18n';
import { showSnackbar } from '@/ui/snackbar';
import { copyText } from './clipboard';

/** WeChat opens no foreign page: the address of a link that was tapped is copied, for the browser. */
export function openLink(href: string): void {
  void copyText(href).then((copied) =>
    showSnackbar({ text: t(copied ? 'markdown.linkCopied' : 'markdown.copyFailed') }),
  );
}
