import { HandoffCreated, HandoffState, type Handoff, type HandoffClaim } from '@huati/shared';
import { call } from './http';

const at = (code: string): string => `/api/handoffs/${encodeURIComponent(code)}`;

/** What one device does to open a topic of another. All reject with a `WireFailure`. */
export const handoffApi = {
  /** A code by which another device opens the topic. */
  createHandoff: async (topicId: string): Promise<Handoff> =>
    (await call({ method: 'POST', path: '/api/handoffs', body: { topicId }, expect: HandoffCreated })).handoff,

  /** How a code stands that this device shows, or took. */
  handoff: (code: string): Promise<HandoffState> => call({ method: 'GET', path: at(code), expect: HandoffState }),

  /** Takes a code that another device shows; somebody else's only where this one is to `join` their account. */
  claimHandoff: (code: string, body: HandoffClaim): Promise<HandoffState> =>
    call({ method: 'POST', path: `${at(code)}/claim`, body, expect: HandoffState }),

  /** Gives this user's account to the device that shows `digits`; null: to none. */
  confirmHandoff: (code: string, digits: string | null): Promise<HandoffState> =>
    call({ method: 'POST', path: `${at(code)}/confirm`, body: { digits }, expect: HandoffState }),
};
