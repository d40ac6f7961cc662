/** Shows a share as others see it: the program has a page for it. */
export function showSharedPage(id: string): void {
  void uni.navigateTo({ url: `/pages/share/index?id=${encodeURIComponent(id)}` });
}
