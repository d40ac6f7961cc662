import {
  Feedback,
  Forked,
  LinkCreated,
  LinkState,
  MessagePage,
  Role,
  Roles,
  Session,
  ShareCreated,
  SharedTopic,
  SharePage,
  SourceInPlace,
  Suggestions,
  Topic,
  TopicPage,
  TopicSummary,
  Unlocked,
} from '@huati/shared';
import type {
  FeedbackChange,
  Link,
  ListedTopic,
  Message,
  OwnShare,
  Page,
  ReportRequest,
  RoleDraft,
  SessionRequest,
  Share,
  ShareRequest,
  TopicPatch,
} from '@huati/shared';
import * as v from 'valibot';
import { CHANGE } from '@/platform/methods';
import { currentCredentials, keptToken } from './credentials';
import { filesApi } from './files-api';
import { formulasApi } from './formulas-api';
import { handoffApi } from './handoff-api';
import { templatesApi } from './templates-api';
import { call } from './http';
import { passHeader } from './shared-pass';

const segment = encodeURIComponent;

function path(base: string, query: Record<string, string | null>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [`${name}=${segment(value)}`] : []));
  return given.length === 0 ? base : `${base}?${given.join('&')}`;
}

function messagesOf(topicId: string, query: Record<string, string | null>): Promise<Page<Message>> {
  const base = `/api/topics/${segment(topicId)}/messages`;
  return call({ method: 'GET', path: path(base, { branch: 'shown', ...query }), expect: MessagePage });
}

/** A share waits for its pictures to be drawn, and for the check of its texts; going on with one for its files. */
const SHARE_TIMEOUT_MS = 60_000;

/** Who asks, where that can be told now. */
const tokenAtHand = (): Promise<string | null> =>
  currentCredentials()
    .ensure()
    .catch(() => null);

/** Who reads, where that is known without asking. */

/** What `PUT …/feedback` answers with; value null: nothing is said any more. */
const Judged = v.object({ ...Feedback.entries, value: v.nullable(Feedback.entries.value) });

/** The HTTP API, a function a call. All reject with a `WireFailure`. */
export const api = {
  ...filesApi,
  ...formulasApi,
  ...handoffApi,
  ...templatesApi,

  /** With a guest's `token` everything of that guest moves to the account of another kind. */
  createSession: (request: SessionRequest, token: string | null = null): Promise<Session> =>
    call({ method: 'POST', path: '/api/sessions', body: request, expect: Session, open: true, token }),

  /** Something by which this device gets the account of whoever scans it in WeChat. */
  createLink: async (): Promise<Link> => (await call({ method: 'POST', path: '/api/links', expect: LinkCreated })).link,

  link: (linkId: string): Promise<LinkState> =>
    call({ method: 'GET', path: `/api/links/${segment(linkId)}`, expect: LinkState }),

  /** Gives this user's account to the device that shows the link. */
  confirmLink: async (linkId: string): Promise<void> => {
    await call({ method: 'POST', path: `/api/links/${segment(linkId)}/confirm`, expect: v.unknown() });
  },

  /** One page of the user's topics, pinned first, then newest activity; `cursor` null for the first. */
  topics: (cursor: string | null): Promise<Page<ListedTopic>> =>
    call({ method: 'GET', path: path('/api/topics', { cursor }), expect: TopicPage }),

  /** One page of the topics that have the words of `q`, each with its places. A page may be empty and lead on. */
  search: (q: string, cursor: string | null): Promise<Page<ListedTopic>> =>
    call({ method: 'GET', path: path('/api/topics', { q, cursor, limit: '20' }), expect: TopicPage }),

  topic: (topicId: string): Promise<Topic> =>
    call({ method: 'GET', path: `/api/topics/${segment(topicId)}`, expect: Topic }),

  patchTopic: (topicId: string, patch: TopicPatch): Promise<Topic> =>
    call({ method: CHANGE, path: `/api/topics/${segment(topicId)}`, body: patch, expect: Topic }),

  deleteTopic: async (topicId: string): Promise<void> => {
    await call({ method: 'DELETE', path: `/api/topics/${segment(topicId)}`, expect: v.unknown() });
  },

  summary: (topicId: string): Promise<TopicSummary> =>
    call({ method: 'GET', path: `/api/topics/${segment(topicId)}/summary`, expect: TopicSummary }),

  /** One page of the branch that is shown of a topic, the newest page first, each in reading order. */
  messages: (topicId: string, cursor: string | null): Promise<Page<Message>> => messagesOf(topicId, { cursor }),

  /** The page that has the message, with what comes before and after it. */
  messagesAround: (topicId: string, messageId: string): Promise<Page<Message>> =>
    messagesOf(topicId, { around: messageId }),

  /** Shows the branch that the message is on, on all devices. */
  chooseBranch: async (topicId: string, messageId: string): Promise<void> => {
    const body = { messageId };
    await call({ method: 'PUT', path: `/api/topics/${segment(topicId)}/branch`, body, expect: v.unknown() });
  },

  judge: async (answerId: string, change: FeedbackChange): Promise<Feedback | undefined> => {
    const to = `/api/messages/${segment(answerId)}/feedback`;
    const { value, reason } = await call({ method: 'PUT', path: to, body: change, expect: Judged });
    return value === null ? undefined : { value, reason };
  },

  /** Up to three questions that go on from an answer; made when they are asked for first. */
  suggestions: async (answerId: string): Promise<string[]> => {
    const to = `/api/messages/${segment(answerId)}/suggestions`;
    return (await call({ method: 'POST', path: to, expect: Suggestions, timeoutMs: 30_000 })).suggestions;
  },

  /** A source of an answer with its whole text, and what stands around it. */
  source: (messageId: string, n: number): Promise<SourceInPlace> =>
    call({ method: 'GET', path: `/api/messages/${segment(messageId)}/sources/${n}`, expect: SourceInPlace }),

  /** Makes what is shown of the topic, or the chosen messages of it, readable by whoever has the link. */
  createShare: async (topicId: string, request: Partial<ShareRequest>): Promise<Share> => {
    const path = `/api/topics/${segment(topicId)}/shares`;
    return (await call({ method: 'POST', path, body: request, expect: ShareCreated, timeoutMs: SHARE_TIMEOUT_MS }))
      .share;
  },

  /** What the user shares of the topic, newest first. */
  sharesOf: async (topicId: string): Promise<OwnShare[]> =>
    (await call({ method: 'GET', path: path('/api/shares', { topicId }), expect: SharePage })).items,

  /** One page of what the user shares of all topics, newest first; `cursor` null for the first. */
  shares: (cursor: string | null, limit: number): Promise<Page<OwnShare>> =>
    call({ method: 'GET', path: path('/api/shares', { cursor, limit: String(limit) }), expect: SharePage }),

  /**
   * A topic that somebody shared; `pass`: what `unlockShare` gave, where it has a password. Counted as a view unless it is the
   * user's own, or read `again`.
   */
  share: (shareId: string, pass?: string, again = false): Promise<SharedTopic> => {
    const to = path(`/api/shares/${segment(shareId)}`, { again: again ? '1' : null });
    const as = { open: true, token: keptToken(), headers: passHeader(pass) };
    return call({ method: 'GET', path: to, expect: SharedTopic, ...as });
  },

  /** A share was read that came otherwise than by `share`. Never rejects: nobody reads worse where it is not counted. */
  viewedShare: async (shareId: string): Promise<void> => {
    const path = `/api/shares/${segment(shareId)}/views`;
    await call({ method: 'POST', path, expect: v.unknown(), open: true, token: keptToken() }).catch(() => undefined);
  },

  /** What opens a share that has a password. Rejects with `password_wrong`. */
  unlockShare: (shareId: string, password: string): Promise<Unlocked> => {
    const path = `/api/shares/${segment(shareId)}/unlock`;
    return call({ method: 'POST', path, body: { password }, expect: Unlocked, open: true });
  },

  revokeShare: async (shareId: string): Promise<void> => {
    await call({ method: 'DELETE', path: `/api/shares/${segment(shareId)}`, expect: v.unknown() });
  },

  /** A topic of one's own that goes on from a share; `messageId`: the last message that is taken. */
  forkShare: (shareId: string, { messageId, pass }: { messageId?: string; pass?: string } = {}): Promise<Forked> => {
    const path = `/api/shares/${segment(shareId)}/fork`;
    const body = messageId === undefined ? {} : { messageId };
    const waits = { headers: passHeader(pass), timeoutMs: SHARE_TIMEOUT_MS };
    return call({ method: 'POST', path, body, expect: Forked, ...waits });
  },

  /** The user's own roles, then the library in that language. */
  roles: async (lang: 'zh' | 'en'): Promise<Role[]> =>
    (await call({ method: 'GET', path: path('/api/roles', { lang }), expect: Roles })).items,

  createRole: (draft: RoleDraft): Promise<Role> =>
    call({ method: 'POST', path: '/api/roles', body: draft, expect: Role }),

  changeRole: (roleId: string, draft: RoleDraft): Promise<Role> =>
    call({ method: 'PUT', path: `/api/roles/${segment(roleId)}`, body: draft, expect: Role }),

  deleteRole: async (roleId: string): Promise<void> => {
    await call({ method: 'DELETE', path: `/api/roles/${segment(roleId)}`, expect: v.unknown() });
  },

  /** Tells the operator that something is wrong with a message or a share; the latter also where no log-in can be had. */
  report: async (request: ReportRequest): Promise<void> => {
    const to = { method: 'POST', path: '/api/reports', body: request, expect: v.unknown() } as const;
    if (request.shareId === undefined) return void (await call(to));
    await call({ ...to, open: true, token: await tokenAtHand() });
  },
};
