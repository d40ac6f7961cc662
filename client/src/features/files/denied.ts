import { t } from '@/i18n';
import { openPermissions } from '@/platform/permissions';
import type { Denial } from '@/platform/picked';
import { showSnackbar } from '@/ui/snackbar';

/** Says why the device refused what was asked of it, with the way out; `again` asks once more. */
export function sayDenied(denied: Denial, again: () => void): void {
  const text = t(`files.denied.${denied}`);
  const settings = denied === 'permission' && openPermissions;
  const action = settings ? { label: t('files.settings'), run: settings } : { label: t('files.again'), run: again };
  showSnackbar({ text, action, ms: 8000 });
}
