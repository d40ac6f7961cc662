import type { OwnShare, Share } from '@huati/shared';
import type { ShareRow } from '../../db/schema';
import type { ShareHead } from './sharing.repository';

/** `origin` is where the request came to: addresses of shares begin with it where the deployment does not say otherwise. */
export type ToShare = (row: Pick<ShareRow, 'id' | 'live' | 'password_hash' | 'expires_at'>, origin: string) => Share;

export function createToShare(publicUrl: string | undefined): ToShare {
  return ({ id, live, password_hash: hash, expires_at: end }, origin) => ({
    id,
    url: `${publicUrl ?? origin}/s/${id}`,
    expiresAt: new Date(end).toISOString(),
    live: live === 1,
    locked: hash !== null,
  });
}

/** As its owner sees it; `viewers` have it open now. */
export function toOwnShare(row: ShareHead, share: Share, viewers: number): OwnShare {
  return {
    ...share,
    topicId: row.topic_id,
    title: share.live ? row.topic_title : row.title,
    createdAt: new Date(row.created_at).toISOString(),
    views: row.views,
    viewers,
  };
}
