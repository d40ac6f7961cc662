import { feel } from '@/ui/haptics';

/** Copies `text`. Out: whether it worked. WeChat's own toast cannot be switched off, but it can be hidden at once. */
export function copyText(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.setClipboardData({
      data: text,
      success: () => {
        uni.hideToast();
        feel('light');
        resolve(true);
      },
      fail: () => resolve(false),
    });
  });
}
