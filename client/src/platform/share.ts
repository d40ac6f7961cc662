/** Whether the host sends a topic to people itself, as a card. */
export const sendsCards: boolean = false;

/** Offers a link to the phone's own sharing. Out: whether there is such and it took it. */
export async function sendLink(title: string, url: string): Promise<boolean> {
  if (typeof navigator.share !== 'function') return false;
  try {
    await navigator.share({ title, url });
    return true;
  } catch (error) {
    // Whoever closes it without choosing has had the offer.
    return error instanceof Error && error.name === 'AbortError';
  }
}
