/** Whether the host sends a topic to people itself, as a card. */
export const sendsCards: boolean = false;

/** Whether the host has a sharing of its own for links. */
export const sendsLinks: boolean = true;

/** Offers a link, and `words` that go with it, to the phone's own share sheet. Out: whether it took it. */
export function sendLink(title: string, url: string, words = ''): Promise<boolean> {
  return new Promise((resolve) => {
    uni.shareWithSystem({
      type: 'text',
      summary: words === '' ? title : `${title}\n${words}`,
      href: url,
      success: () => resolve(true),
      fail: () => resolve(false),
    });
  });
}
