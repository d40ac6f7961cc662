import { keepUntilClosed, keptUntilClosed } from '@/platform/until-closed';

// The page that reads a share and the chat that goes on with it are two programs in one tab.

const passKey = (shareId: string): string => `share.pass.${shareId}`;

/** Keeps what opened a share that has a password, until the tab is closed. */
export function keepPass(shareId: string, pass: string): void {
  keepUntilClosed(passKey(shareId), pass);
}

/** What opened the share in this tab; undefined where it has no password, or it was not given here. */
export function keptPass(shareId: string): string | undefined {
  return keptUntilClosed(passKey(shareId));
}

/** Where the chat goes on with a share, from its message `messageId` or its end. */
export function chatPageFor(shareId: string, messageId: string | undefined): string {
  const at = messageId === undefined ? '' : `&at=${encodeURIComponent(messageId)}`;
  return `/#/pages/chat/index?fork=${encodeURIComponent(shareId)}${at}`;
}

/** What the query of the chat's page says is to be gone on with; null where it says nothing. */
export function forkIn(query: Record<string, unknown> | undefined): { shareId: string; messageId?: string } | null {
  const { fork, at } = query ?? {};
  if (typeof fork !== 'string' || fork === '') return null;
  return { shareId: decodeURIComponent(fork), ...(typeof at === 'string' && { messageId: decodeURIComponent(at) }) };
}
