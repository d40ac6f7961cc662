import * as v from 'valibot';
import { AnswerStatus } from '../chat/message';
import type { Followed } from '../chat/events';
import { PageQuery, pageOf } from '../page';
import { restsOn, Retrieval, Source } from '../retrieval/source';

/** How long a share can be read, in days. */
export const SHARE_DAYS = { least: 1, most: 365, usual: 30 };

/** How long the password of a share may be, in UTF-16 units: six digits are not found by trying while a share lasts. */
export const SHARE_PASSWORD = { least: 6, most: 64 };

/** The most messages that can be chosen for one share. */
export const SHARED_MESSAGES_MAX = 5000;

const days = v.pipe(
  v.number('expiresInDays must be a number'),
  v.integer('expiresInDays must be whole'),
  v.minValue(SHARE_DAYS.least, `expiresInDays must be at least ${SHARE_DAYS.least}`),
  v.maxValue(SHARE_DAYS.most, `expiresInDays must be at most ${SHARE_DAYS.most}`),
);

const id = v.pipe(v.string('ids are strings'), v.minLength(1, 'id is empty'), v.maxLength(64, 'id is too long'));

const messageIds = v.pipe(
  v.array(id, 'messageIds must be a list'),
  v.minLength(1, 'messageIds is empty'),
  v.maxLength(SHARED_MESSAGES_MAX, `messageIds has more than ${SHARED_MESSAGES_MAX}`),
);

/** Any characters, spaces too, as they were typed. */
const newPassword = v.pipe(
  v.string('password must be a string'),
  v.minLength(SHARE_PASSWORD.least, `password is shorter than ${SHARE_PASSWORD.least}`),
  v.maxLength(SHARE_PASSWORD.most, `password is longer than ${SHARE_PASSWORD.most}`),
);

/**
 * `POST /api/topics/:topicId/shares`. `messageIds`: these messages of the branch that is shown; left out: all of it. `live`: all of
 * it, also what is written later. `pictures`: also those of its questions and of what it cites. A field it does not know is an
 * error: a protection that is silently not there would be worse.
 */
export const ShareRequest = v.pipe(
  v.strictObject({
    expiresInDays: v.optional(days, SHARE_DAYS.usual),
    live: v.optional(v.boolean('live must be true or false'), false),
    messageIds: v.optional(messageIds),
    password: v.optional(newPassword),
    pictures: v.optional(v.boolean('pictures must be true or false'), true),
  }),
  v.check(({ live, messageIds: chosen }) => !live || chosen === undefined, 'a live share is of the whole topic'),
);
export type ShareRequest = v.InferOutput<typeof ShareRequest>;

/**
 * Whoever knows `url` may read it until `expiresAt`, where it is `locked` with a password too; `live`: what is read follows the
 * topic. Times are ISO 8601 UTC.
 */
export const Share = v.object({
  id: v.string(),
  url: v.string(),
  expiresAt: v.string(),
  live: v.boolean(),
  locked: v.boolean(),
});
export type Share = v.InferOutput<typeof Share>;

export const ShareCreated = v.object({ share: Share });
export type ShareCreated = v.InferOutput<typeof ShareCreated>;

/** A copy of a picture at `GET /api/shares/:id/pictures/:pictureId`, a JPEG that has nothing in it but its pixels. */
export const SharedPicture = v.object({ id: v.string(), width: v.number(), height: v.number() });
export type SharedPicture = v.InferOutput<typeof SharedPicture>;

/** A source without what only its owner may use; `picture`: it is one. */
export const SharedSource = v.object({ ...Source.entries, picture: v.optional(SharedPicture) });
export type SharedSource = v.InferOutput<typeof SharedSource>;

/**
 * A message as it was when it was shared; of its attachments the names, and pictures of those that are some. `sources` are those
 * that its text cites, each with its whole text. `withheld`: the check of texts does not let it be shown.
 */
export const SharedMessage = v.object({
  id: v.string(),
  role: v.picklist(['user', 'assistant']),
  text: v.string(),
  status: AnswerStatus,
  createdAt: v.string(),
  attachments: v.optional(v.array(v.object({ name: v.string(), picture: v.optional(SharedPicture) }))),
  withheld: v.optional(v.literal(true)),
  sources: v.optional(v.array(SharedSource)),
  retrieval: v.optional(Retrieval),
  ...restsOn,
});
export type SharedMessage = v.InferOutput<typeof SharedMessage>;

/**
 * `GET /api/shares/:id`, without a log-in; `createdAt` is when it was shared. Where it is locked, the header `X-Share-Pass` is needed.
 * In a live share the last message may be `streaming`. `pass`: what opens a locked share, to its owner.
 */
export const SharedTopic = v.object({
  share: Share,
  title: v.string(),
  createdAt: v.string(),
  pass: v.optional(v.string()),
  messages: v.array(SharedMessage),
});
export type SharedTopic = v.InferOutput<typeof SharedTopic>;

/** The query of `GET /api/shares/:id`; `again`: by somebody who has read it already, which is no view. */
export const ShareQuery = v.object({ again: v.optional(v.literal('1', 'again can be 1 only')) });
export type ShareQuery = v.InferOutput<typeof ShareQuery>;

/** `POST /api/shares/:id/unlock`. */
export const UnlockRequest = v.strictObject({
  password: v.pipe(v.string('password must be a string'), v.maxLength(200)),
});
export type UnlockRequest = v.InferOutput<typeof UnlockRequest>;

/** What opens this locked share until `expiresAt`, to whoever knew its password. */
export const Unlocked = v.object({ pass: v.string(), expiresAt: v.string() });
export type Unlocked = v.InferOutput<typeof Unlocked>;

/** One of the user's own shares; `views`: how often it was read; `viewers`: who have it open now, where it is live. */
export const OwnShare = v.object({
  ...Share.entries,
  topicId: v.string(),
  title: v.string(),
  createdAt: v.string(),
  views: v.number(),
  viewers: v.number(),
});
export type OwnShare = v.InferOutput<typeof OwnShare>;

export const SharePage = pageOf(OwnShare);

/** The query of `GET /api/shares`; `topicId`: only those of one topic. */
export const SharesQuery = v.object({
  ...PageQuery.entries,
  topicId: v.optional(v.pipe(v.string('topicId must be given once'), v.maxLength(64))),
});
export type SharesQuery = v.InferOutput<typeof SharesQuery>;

/** `POST /api/shares/:id/fork`; `messageId`: the last message that is taken, left out: all. */
export const ForkRequest = v.strictObject({ messageId: v.optional(id) });
export type ForkRequest = v.InferOutput<typeof ForkRequest>;

/**
 * The topic of one's own that goes on from a share. What is cited of files comes along as files of one's own; `filesLeftOut`: so
 * many of them had no room among one's files.
 */
export const Forked = v.object({ topicId: v.string(), filesLeftOut: v.optional(v.number()) });
export type Forked = v.InferOutput<typeof Forked>;

/**
 * `watch`: shows what is written in a live share from now on. Whoever was shown `offset` UTF-16 units of the answer `answerId`
 * goes on there.
 */
export const Watch = v.object({
  shareId: id,
  pass: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  answerId: v.optional(id),
  offset: v.optional(v.pipe(v.number('offset must be a number'), v.safeInteger(), v.minValue(0)), 0),
});
export type Watch = v.InferOutput<typeof Watch>;

export const Unwatch = v.object({ shareId: id });
export type Unwatch = v.InferOutput<typeof Unwatch>;

/**
 * `ids` are the messages that are shown now, in reading order: whoever has others reads the share again. With the newest answer
 * comes what `follow` tells of it; its deltas come by themselves.
 */
export interface Watched extends Partial<Followed> {
  title: string;
  viewers: number;
  ids: string[];
  answerId?: string;
}

/**
 * The `shared` event, to whoever watches. `changed`: other messages are shown now, of which those that came are there, or where it
 * is `partial` some of them, and whoever watches reads the share again, not all at the same moment; an answer that begins is named
 * by `answerId` and `ref`. `ended`: nothing more comes, and nothing may be shown any more.
 */
export type SharedEvent = { shareId: string } & ({ kind: 'viewers'; viewers: number } | Changed | { kind: 'ended' });

interface Changed {
  kind: 'changed';
  title: string;
  ids: string[];
  messages: SharedMessage[];
  partial?: true;
  answerId?: string;
  ref?: number;
}
