import { t } from '@/i18n';

/** Asks the person to confirm something. Out: whether they did. */
export function confirmed(title: string, content: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.showModal({
      title,
      content,
      confirmText: t('ui.confirm'),
      cancelText: t('ui.cancel'),
      success: ({ confirm }) => resolve(confirm),
      fail: () => resolve(false),
    });
  });
}
