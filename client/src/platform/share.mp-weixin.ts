/** Whether the host sends a topic to people itself, as a card. */
export const sendsCards: boolean = true;

/** Nothing: WeChat sends cards by a button of its own. */
export function sendLink(title: string, url: string): Promise<boolean> {
  void title;
  void url;
  return Promise.resolve(false);
}
