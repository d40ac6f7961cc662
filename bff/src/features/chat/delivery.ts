import type { ServerToClientEvents } from '@huati/shared';
import type { Shown } from '../evidence/given';
import type { ReadLog, StageNow } from './answer-log';

/** How often a connection that cannot take more is looked at again, in ms. */
const CONGESTED_MS = 50;

/** One connection as delivery needs it. */
export interface Outlet {
  emit<E extends keyof ServerToClientEvents>(event: E, ...args: Parameters<ServerToClientEvents[E]>): void;
  /** True while what was sent before still waits for the network. */
  congested(): boolean;
  /** Between two flushes, in ms, so that what a frame costs beside its text stays in proportion on this link. */
  paceMs(): number;
  /** An answer is being sent: how the link is now will matter. */
  busy(): void;
}

/** Where a follower goes on, in UTF-16 units. */
export interface Offsets {
  text: number;
  reasoning: number;
}

interface Follower {
  log: ReadLog;
  ref: number;
  sent: Offsets;
  /** What it was told that the answer rests on. */
  told: Shown | undefined;
  leave: () => void;
  /** Its first piece is on its way. */
  hurried: boolean;
}

export interface Delivery {
  /** The small integer that names what `key` stands for on this connection; the same for as long as the connection lasts. */
  refOf(key: string): number;
  /** True where this connection was or is being sent it. */
  hasFollowed(key: string): boolean;
  /**
   * Sends what the answer rests on, what it has from `from` on, then what comes, what of the first it cites, then `done`. A second
   * call with the same `key`, which is the answer's id unless it is told, starts anew from there.
   */
  follow(log: ReadLog, from: Offsets, key?: string): void;
  /** Sends nothing more of it. */
  leave(key: string): void;
  /** Sends what the answer rests on, alone. */
  tellSources(log: ReadLog): void;
  close(): void;
}

/**
 * Delivers answers to one connection, apart from their making: each follower only remembers how far it has sent, so a
 * slow one costs no memory and catches up in one piece. The first text leaves at once, the rest at a steady pace.
 */
export function createDelivery(outlet: Outlet): Delivery {
  const refs = new Map<string, number>();
  const followers = new Map<string, Follower>();
  const followed = new Set<string>();
  let cancel: (() => void) | undefined;
  let lastFlush = -Infinity;

  const flushIn = (ms: number): void => {
    if (ms > 0) {
      const timer = setTimeout(flush, ms);
      cancel = () => {
        clearTimeout(timer);
      };
    } else {
      const immediate = setImmediate(flush);
      cancel = () => {
        clearImmediate(immediate);
      };
    }
  };
  const flush = (): void => {
    cancel = undefined;
    if (outlet.congested()) {
      flushIn(CONGESTED_MS);
      return;
    }
    lastFlush = performance.now();
    outlet.busy();
    for (const [key, follower] of followers) {
      sendRest(outlet, follower);
      if (follower.log.end) {
        tell(outlet, follower);
        sendDone(outlet, follower.log);
        followers.delete(key);
      }
    }
  };
  const schedule = (): void => {
    if (!cancel) flushIn(lastFlush + outlet.paceMs() - performance.now());
  };
  /** The first piece of an answer waits for no pace, whatever else this connection is sent. */
  const grew = (follower: Follower): void => {
    if (follower.sent.text + follower.sent.reasoning === 0 && !follower.hurried) {
      follower.hurried = true;
      cancel?.();
      flush();
    } else schedule();
  };
  const refOf = (key: string): number => {
    const ref = refs.get(key) ?? refs.size + 1;
    refs.set(key, ref);
    return ref;
  };
  const leave = (key: string): void => {
    followers.get(key)?.leave();
    followers.delete(key);
  };

  return {
    refOf,
    hasFollowed: (key) => followed.has(key),
    follow: (log, from, key = log.answerId) => {
      leave(key);
      const follower: Follower = {
        log,
        ref: refOf(key),
        sent: { ...from },
        told: undefined,
        leave: () => undefined,
        hurried: false,
      };
      follower.leave = log.read({
        grew: () => {
          grew(follower);
        },
        ended: schedule,
        sourced: () => tell(outlet, follower),
        staged: (now) => {
          // The first text tells by itself that the answer has begun, and waits for nothing.
          if (now.stage !== 'answering') sendStage(outlet, log, now);
          else {
            setImmediate(() => {
              if (followers.get(key) === follower) sendStage(outlet, log, now);
            });
          }
        },
      });
      followed.add(key);
      followers.set(key, follower);
      tell(outlet, follower);
      if (log.stage && !log.end) sendStage(outlet, log, log.stage);
      schedule();
    },
    leave,
    tellSources: (log) => sendSources(outlet, log),
    close: () => {
      cancel?.();
      for (const follower of followers.values()) follower.leave();
      followers.clear();
    },
  };
}

function sendRest(outlet: Outlet, follower: Follower): void {
  for (const kind of ['reasoning', 'text'] as const) {
    const piece = follower.log[kind].slice(follower.sent[kind]);
    if (piece === '') continue;
    if (kind === 'text') outlet.emit('delta', follower.ref, follower.sent.text, piece);
    else outlet.emit('delta', follower.ref, follower.sent.reasoning, piece, 1);
    follower.sent[kind] += piece.length;
  }
}

function sendStage(outlet: Outlet, log: ReadLog, now: StageNow): void {
  outlet.emit('stage', { answerId: log.answerId, ...now });
}

/** Before the first piece that may cite them: nothing of the answer is sent in the same step yet. */
function sendSources(outlet: Outlet, { answerId, sources }: ReadLog): void {
  if (sources) outlet.emit('sources', { answerId, ...sources });
}

/** What it was not told yet: once an answer has ended, fewer sources are left of it. */
function tell(outlet: Outlet, follower: Follower): void {
  const { sources } = follower.log;
  if (follower.told !== sources) sendSources(outlet, follower.log);
  follower.told = sources;
}

function sendDone(outlet: Outlet, log: ReadLog): void {
  if (log.end) outlet.emit('done', { answerId: log.answerId, length: log.text.length, ...log.end });
}
