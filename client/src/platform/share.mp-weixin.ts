/** Whether the host sends a topic to people itself, as a card. */
export const sendsCards: boolean = true;

/** Whether the host has a sharing of its own for links. */
export const sendsLinks: boolean = false;

/** Nothing: WeChat sends cards by a button of its own. */
export function sendLink(title: string, url: string, words = ''): Promise<boolean> {
  void [title, url, words];
  return Promise.resolve(false);
}
