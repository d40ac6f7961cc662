import { feel } from '@/ui/haptics';

/** Copies `text`. Out: whether it worked. Shows nothing itself; a finger feels it. */
export function copyText(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    const success = (): void => {
      feel('light');
      resolve(true);
    };
    uni.setClipboardData({ data: text, showToast: false, success, fail: () => resolve(false) });
  });
}
