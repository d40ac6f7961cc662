/** Copies `text`. Out: whether it worked. Shows nothing itself. */
export function copyText(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.setClipboardData({ data: text, showToast: false, success: () => resolve(true), fail: () => resolve(false) });
  });
}
