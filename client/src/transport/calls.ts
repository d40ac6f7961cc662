import type {
  Ack,
  AnswerStatus,
  Ask,
  Asked,
  ClientToServerEvents,
  Edit,
  Edited,
  Follow,
  Followed,
  Regenerate,
  Regenerated,
  ServerToClientEvents,
  Stop,
  Watch,
  Watched,
} from '@huati/shared';
import type { Socket } from 'socket.io-client';
import { WireFailure } from './failure';

const ACK_TIMEOUT_MS = 8_000;
/** A question may wait for the database; the same `askId` again is harmless but costs a round trip. */
const ASK_TIMEOUT_MS = 10_000;

/** The client events. Each gives the acknowledgement's fields, or rejects with a `WireFailure`. */
export interface Calls {
  ask(payload: Ask): Promise<Asked>;
  edit(payload: Edit): Promise<Edited>;
  regenerate(payload: Regenerate): Promise<Regenerated>;
  follow(payload: Follow): Promise<Followed>;
  stop(payload: Stop): Promise<{ status: AnswerStatus }>;
  watch(payload: Watch): Promise<Watched>;
}

/** A call that waits longer for its acknowledgement than this goes over a weak network; ms. */
const SLOW_MS = 1_500;

type Answered<T> = (failure: Error | null, ack: Ack<T>) => void;

/** The client events over `socket`. Nothing is queued: without a connection they reject with `offline` at once. */
export function answeredCalls(
  socket: Socket<ServerToClientEvents, ClientToServerEvents>,
  slow: (slow: boolean) => void,
): Calls {
  const connected = (): boolean => socket.connected;
  const within = (ms: number) => socket.timeout(ms);
  const answered = <T>(send: (done: Answered<T>) => void): Promise<T> => answer(connected, slow, send);
  return {
    ask: (payload) => answered((done) => within(ASK_TIMEOUT_MS).emit('ask', payload, done)),
    edit: (payload) => answered((done) => within(ASK_TIMEOUT_MS).emit('edit', payload, done)),
    regenerate: (payload) => answered((done) => within(ASK_TIMEOUT_MS).emit('regenerate', payload, done)),
    follow: (payload) => answered((done) => within(ACK_TIMEOUT_MS).emit('follow', payload, done)),
    stop: (payload) => answered((done) => within(ACK_TIMEOUT_MS).emit('stop', payload, done)),
    watch: (payload) => answered((done) => within(ACK_TIMEOUT_MS).emit('watch', payload, done)),
  };
}

function answer<T>(
  connected: () => boolean,
  slow: (slow: boolean) => void,
  send: (done: Answered<T>) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (!connected()) return reject(new WireFailure('offline', 'not connected'));
    const began = Date.now();
    const timer = setTimeout(() => slow(true), SLOW_MS);
    send((failure, ack) => {
      clearTimeout(timer);
      if (!failure && Date.now() - began < SLOW_MS) slow(false);
      if (failure) reject(new WireFailure(connected() ? 'timeout' : 'offline', failure.message));
      else if (ack.ok) resolve(ack);
      else reject(new WireFailure(ack.error.code, ack.error.message, ack.error));
    });
  });
}
