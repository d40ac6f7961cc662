import * as v from 'valibot';
import { AnswerStatus } from '../chat/message';
import { PageQuery, pageOf } from '../page';
import { restsOn, Retrieval, Source } from '../retrieval/source';

/** How long a share can be read, in days. */
export const SHARE_DAYS = { least: 1, most: 365, usual: 30 };

/** The most messages that can be chosen for one share. */
export const SHARED_MESSAGES_MAX = 5000;

const days = v.pipe(
  v.number('expiresInDays must be a number'),
  v.integer('expiresInDays must be whole'),
  v.minValue(SHARE_DAYS.least, `expiresInDays must be at least ${SHARE_DAYS.least}`),
  v.maxValue(SHARE_DAYS.most, `expiresInDays must be at most ${SHARE_DAYS.most}`),
);

/**
 * `POST /api/topics/:topicId/shares`. `messageIds`: these messages of the branch that is shown; left out: all of it. A
 * field it does not know is an error: a protection that is silently not there would be worse.
 */
export const ShareRequest = v.strictObject({
  expiresInDays: v.optional(days, SHARE_DAYS.usual),
  live: v.optional(v.literal(false, 'live shares are not there yet'), false),
  messageIds: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(64)), 'messageIds must be a list'),
      v.minLength(1, 'messageIds is empty'),
      v.maxLength(SHARED_MESSAGES_MAX, `messageIds has more than ${SHARED_MESSAGES_MAX}`),
    ),
  ),
});
export type ShareRequest = v.InferOutput<typeof ShareRequest>;

/** Whoever knows `url` may read it until `expiresAt`; `live`: what is read follows the topic. Times are ISO 8601 UTC. */
export const Share = v.object({ id: v.string(), url: v.string(), expiresAt: v.string(), live: v.boolean() });
export type Share = v.InferOutput<typeof Share>;

export const ShareCreated = v.object({ share: Share });
export type ShareCreated = v.InferOutput<typeof ShareCreated>;

/**
 * A message as it was when it was shared; of its attachments only the names. `sources` are those that its text cites, each with
 * its whole text.
 */
export const SharedMessage = v.object({
  id: v.string(),
  role: v.picklist(['user', 'assistant']),
  text: v.string(),
  status: AnswerStatus,
  createdAt: v.string(),
  attachments: v.optional(v.array(v.object({ name: v.string() }))),
  sources: v.optional(v.array(Source)),
  retrieval: v.optional(Retrieval),
  ...restsOn,
});
export type SharedMessage = v.InferOutput<typeof SharedMessage>;

/** `GET /api/shares/:id`, without a log-in; `createdAt` is when it was shared. */
export const SharedTopic = v.object({
  share: Share,
  title: v.string(),
  createdAt: v.string(),
  messages: v.array(SharedMessage),
});
export type SharedTopic = v.InferOutput<typeof SharedTopic>;

/** One of the user's own shares; `views`: how often it was read. */
export const OwnShare = v.object({
  ...Share.entries,
  topicId: v.string(),
  title: v.string(),
  createdAt: v.string(),
  views: v.number(),
});
export type OwnShare = v.InferOutput<typeof OwnShare>;

export const SharePage = pageOf(OwnShare);

/** The query of `GET /api/shares`; `topicId`: only those of one topic. */
export const SharesQuery = v.object({
  ...PageQuery.entries,
  topicId: v.optional(v.pipe(v.string('topicId must be given once'), v.maxLength(64))),
});
export type SharesQuery = v.InferOutput<typeof SharesQuery>;

/** `POST /api/shares/:id/fork`: the topic of one's own that goes on from a share. */
export const Forked = v.object({ topicId: v.string() });
export type Forked = v.InferOutput<typeof Forked>;
