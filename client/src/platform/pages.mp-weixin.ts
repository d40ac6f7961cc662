/** Opens a page over this one: `/pages/legal/index?doc=privacy`. "Back" leads here again. */
export function openPage(url: string): void {
  // Refused where a second tap opens what is just being opened.
  uni.navigateTo({ url, fail: () => undefined });
}

/** Opens a page in the place of all that are open. */
export function restartAt(url: string): void {
  void uni.reLaunch({ url });
}

/** What the bar of the page that is seen says. */
export function setPageTitle(title: string): void {
  // A page that was left meanwhile has no title any more.
  uni.setNavigationBarTitle({ title, fail: () => undefined });
}
