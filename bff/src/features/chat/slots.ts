import { Failure } from '../../failure';

/** How soon a client may try again when the queue is full, in ms. */
const FULL_RETRY_MS = 5000;

export interface SlotLimits {
  /** Answers written at once by this process: in all, and of one user. */
  running: number;
  runningPerUser: number;
  /** Answers that may wait, of all users. */
  queued: number;
}

export interface Slots {
  /** Throws `busy` where one more answer of this user could neither run nor wait. */
  assertRoom(userId: string): void;
  /**
   * Waits for a slot; `onPosition` is told the place in the queue, 1 for the next, now and whenever it changes. Gives
   * the function that frees the slot; undefined where `signal` ended the wait.
   */
  enter(userId: string, signal: AbortSignal, onPosition: (position: number) => void): Promise<Leave | undefined>;
}

export type Leave = () => void;

interface Waiter {
  userId: string;
  position: number;
  onPosition(position: number): void;
  go(leave: Leave | undefined): void;
}

/**
 * Who may have an answer written now. Users take turns: whoever waits with ten questions holds nobody up who waits with
 * one, and no user has more than their share running.
 */
export function createSlots(limits: SlotLimits): Slots {
  /** Of each user in the order of their turns, what waits, oldest first. */
  const waiting = new Map<string, Waiter[]>();
  const runningOf = new Map<string, number>();
  let running = 0;
  let queued = 0;

  const mayRun = (userId: string): boolean =>
    running < limits.running && (runningOf.get(userId) ?? 0) < limits.runningPerUser;

  const take = (userId: string): Leave => {
    running += 1;
    runningOf.set(userId, (runningOf.get(userId) ?? 0) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      running -= 1;
      const rest = (runningOf.get(userId) ?? 1) - 1;
      if (rest === 0) runningOf.delete(userId);
      else runningOf.set(userId, rest);
      advance();
    };
  };

  const remove = (waiter: Waiter): void => {
    const own = waiting.get(waiter.userId) ?? [];
    const rest = own.filter((other) => other !== waiter);
    queued -= own.length - rest.length;
    if (rest.length === 0) waiting.delete(waiter.userId);
    else waiting.set(waiter.userId, rest);
  };

  const advance = (): void => {
    for (;;) {
      const [userId, own] = [...waiting].find(([id]) => mayRun(id)) ?? [];
      const next = own?.[0];
      if (userId === undefined || !next) break;
      remove(next);
      // Behind everybody else for the next turn.
      const rest = waiting.get(userId);
      if (rest && waiting.delete(userId)) waiting.set(userId, rest);
      next.go(take(userId));
    }
    for (const [index, waiter] of inTurn([...waiting.values()]).entries()) {
      if (waiter.position === index + 1) continue;
      waiter.position = index + 1;
      waiter.onPosition(waiter.position);
    }
  };

  return {
    assertRoom: (userId) => {
      if (!mayRun(userId) && queued >= limits.queued) {
        throw new Failure('busy', 'too many are waiting already', { retryAfterMs: FULL_RETRY_MS });
      }
    },

    enter: (userId, signal, onPosition) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(undefined);
        const waiter: Waiter = {
          userId,
          position: 0,
          onPosition,
          go: (leave) => {
            signal.removeEventListener('abort', giveUp);
            resolve(leave);
          },
        };
        const giveUp = () => {
          remove(waiter);
          waiter.go(undefined);
          advance();
        };
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.set(userId, [...(waiting.get(userId) ?? []), waiter]);
        queued += 1;
        advance();
      }),
  };
}

/** Everybody's first, then everybody's second, and so on. */
function inTurn(queues: Waiter[][]): Waiter[] {
  const rounds = Math.max(0, ...queues.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) => queues.flatMap((queue) => queue[round] ?? [])).flat();
}
