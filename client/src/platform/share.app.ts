/** Whether the host sends a topic to people itself, as a card. */
export const sendsCards: boolean = false;

/** Offers a link to the phone's own share sheet. Out: whether it took it. */
export function sendLink(title: string, url: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.shareWithSystem({
      type: 'text',
      summary: title,
      href: url,
      success: () => resolve(true),
      fail: () => resolve(false),
    });
  });
}
