import type { OwnShare, Share, ShareRequest } from '@huati/shared';
import { api, toFailure } from '@/transport';

/** How long the link of a code leads there, days. */
const LINK_DAYS = 30;

/** What links are made with. */
interface Links {
  createShare: (topicId: string, request: Partial<ShareRequest>) => Promise<Share>;
  sharesOf: (topicId: string) => Promise<Pick<OwnShare, 'id'>[]>;
  revokeShare: (shareId: string) => Promise<void>;
}

interface Link {
  topicId: string;
  made: Promise<Share>;
  /** A picture that was saved or sent leads there. */
  carried: boolean;
}

/** What a code leads to: those messages of a topic. */
export interface Target {
  topicId: string;
  messageIds: readonly string[];
}

const keyOf = ({ topicId, messageIds }: Target): string => [topicId, ...messageIds].join(' ');

/** The links of codes on pictures: one for the same messages, and none stays that no picture carries. */
export function createCodeLinks({ createShare, sharesOf, revokeShare }: Links) {
  const links = new Map<string, Link>();

  /** Whether a link that was made before still leads there: it may have been revoked among the others of its topic. */
  async function stands({ topicId, made, carried }: Link): Promise<boolean> {
    const { id } = await made;
    return !carried || (await sharesOf(topicId)).some((share) => share.id === id);
  }

  /** The address for a code. Rejects with a `WireFailure`; then none was made. */
  async function urlOf(target: Target): Promise<string> {
    const key = keyOf(target);
    const known = links.get(key);
    if (known && (await stands(known))) return (await known.made).url;
    const { topicId, messageIds } = target;
    const made = createShare(topicId, { expiresInDays: LINK_DAYS, messageIds: [...messageIds] });
    const link: Link = { topicId, made, carried: false };
    links.set(key, link);
    try {
      return (await made).url;
    } catch (error) {
      if (links.get(key) === link) links.delete(key);
      throw error;
    }
  }

  /** A picture with the code leaves the program, so that its link has to stay. Out: says that it did not leave after all. */
  function carry(target: Target): () => void {
    const link = links.get(keyOf(target));
    if (!link || link.carried) return () => undefined;
    link.carried = true;
    return () => {
      link.carried = false;
    };
  }

  async function end(key: string, link: Link): Promise<void> {
    links.delete(key);
    const share = await link.made.catch(() => null);
    // It could not be made: there is nothing to take back.
    if (share === null) return;
    try {
      await revokeShare(share.id);
    } catch (error) {
      // Tried again next time, or used then.
      if (toFailure(error).code !== 'not_found' && !links.has(key)) links.set(key, link);
    }
  }

  /** Revokes what no picture carries. Never rejects: what cannot be revoked now is tried again the next time. */
  async function takeBack(): Promise<void> {
    const unused = [...links].filter(([, { carried }]) => !carried);
    await Promise.all(unused.map(([key, link]) => end(key, link)));
  }

  return { urlOf, carry, takeBack };
}

/** Those of this run of the program. */
export const codeLinks = createCodeLinks(api);
