import { MessagePage, Session, Topic, TopicPage } from '@huati/shared';
import type { Message, Page, SessionRequest, TopicPatch } from '@huati/shared';
import * as v from 'valibot';
import { call } from './http';

const segment = encodeURIComponent;

function paged(path: string, cursor: string | null, limit?: number): string {
  const query = [
    ...(limit === undefined ? [] : [`limit=${limit}`]),
    ...(cursor === null ? [] : [`cursor=${segment(cursor)}`]),
  ];
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

/** The HTTP API, a function a call. All reject with a `WireFailure`. */
export const api = {
  createSession: (request: SessionRequest): Promise<Session> =>
    call({ method: 'POST', path: '/api/sessions', body: request, expect: Session, open: true }),

  /** One page of the user's topics, pinned first, then newest activity; `cursor` null for the first. */
  topics: (cursor: string | null): Promise<Page<Topic>> =>
    call({ method: 'GET', path: paged('/api/topics', cursor), expect: TopicPage }),

  topic: (topicId: string): Promise<Topic> =>
    call({ method: 'GET', path: `/api/topics/${segment(topicId)}`, expect: Topic }),

  patchTopic: (topicId: string, patch: TopicPatch): Promise<Topic> =>
    call({ method: 'PATCH', path: `/api/topics/${segment(topicId)}`, body: patch, expect: Topic }),

  deleteTopic: async (topicId: string): Promise<void> => {
    await call({ method: 'DELETE', path: `/api/topics/${segment(topicId)}`, expect: v.unknown() });
  },

  /** One page of a topic's messages, the newest page first, each in reading order. */
  messages: (topicId: string, cursor: string | null): Promise<Page<Message>> =>
    call({ method: 'GET', path: paged(`/api/topics/${segment(topicId)}/messages`, cursor), expect: MessagePage }),
};
