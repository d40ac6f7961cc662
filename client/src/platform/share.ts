/** Whether the host sends a topic to people itself, as a card. */
export const sendsCards: boolean = false;

/** Whether the host has a sharing of its own for links. */
export const sendsLinks: boolean = typeof navigator.share === 'function';

/** Offers a link, and `words` that go with it, to the phone's own sharing. Out: whether there is such and it took it. */
export async function sendLink(title: string, url: string, words = ''): Promise<boolean> {
  if (typeof navigator.share !== 'function') return false;
  try {
    await navigator.share({ title, url, ...(words !== '' && { text: words }) });
    return true;
  } catch (error) {
    // Whoever closes it without choosing has had the offer.
    return error instanceof Error && error.name === 'AbortError';
  }
}
