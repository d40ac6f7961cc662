import type { Server as HttpServer } from 'node:http';
import type { ClientToServerEvents, ServerToClientEvents } from '@huati/shared';
import { Server, type ExtendedError, type Socket } from 'socket.io';
import { Failure } from '../failure';
import { createDelivery, type Outlet } from '../features/chat/delivery';
import { addressKey, type AddressOf } from '../http/client-address';
import { pause } from '../pause';
import { createAdmission, refusal, type Admission, type AdmissionParts, type Admitted } from './admission';
import type { Caller } from './caller';
import type { Calls } from './calls';
import { dispatch } from './dispatch';
import { createLink } from './link';
import { pingerOf } from './pinger';
import type { TopicEvents } from './topic-events';

/** The largest packet taken, in bytes: a question of a million Han characters still gets its coded answer. */
const PACKET_MAX_BYTES = 8 * 1024 * 1024;
/** Together they find a dead link within 15 s, at a packet every 10 s. */
const PING_INTERVAL_MS = 10_000;
const PING_TIMEOUT_MS = 5_000;
/** Connections that are told to move go over so long, in ms, so that they do not all arrive elsewhere at once. */
const MOVE_MS = 1_000;

/** Links that are dead never answer a closing, and are not waited for any longer, in ms. */
const CLOSE_MS = 500;

type Events = Record<string, never>;
type OurServer = Server<ClientToServerEvents, ServerToClientEvents, Events, Admitted>;
type OurSocket = Socket<ClientToServerEvents, ServerToClientEvents, Events, Admitted>;

export interface SocketParts extends AdmissionParts {
  callsFor(caller: Caller): Calls;
  addressOf: AddressOf;
  /** Rejects where a user, or an address without one, calls too often. */
  admitCall(key: string): Promise<void>;
  topicEvents: TopicEvents;
  corsOrigins: string[];
}

export interface SocketServer {
  /** Takes no new connection and closes those that are there, one by one, so that they find another process. */
  move(): Promise<void>;
  /** Ends every connection and takes no new one; the HTTP server closes with it. Dead links do not hold it up. */
  close(): Promise<void>;
}

/** Socket.IO on `http`: who may connect, what a connection may call, what becomes of it. */
export function createSocketServer(http: HttpServer, parts: SocketParts): SocketServer {
  const io: OurServer = new Server(http, {
    serveClient: false,
    maxHttpBufferSize: PACKET_MAX_BYTES,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    perMessageDeflate: false,
    ...(parts.corsOrigins.length > 0 && { cors: { origin: parts.corsOrigins } }),
  });

  let moving = false;
  const admission = createAdmission(parts);
  io.use((socket, next) => {
    void admit(socket, admission, { ...parts, isMoving: () => moving }).then(next);
  });
  hearOfTopics(io, parts.topicEvents);
  io.on('connection', (socket) => serve(socket, admission.entered(socket.data), parts));

  return {
    move: async () => {
      moving = true;
      const all = [...io.of('/').sockets.values()];
      for (const [index, socket] of all.entries()) {
        // The transport goes, not the connection: a client takes that for a lost network and tries again by itself.
        setTimeout(() => socket.conn.close(), (index / all.length) * MOVE_MS);
      }
      if (all.length > 0) await pause(MOVE_MS);
    },
    close: async () => {
      const closed = io.close();
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
      http.closeAllConnections();
    },
  };
}

function serve(socket: OurSocket, leave: () => void, { callsFor, admitCall, logger }: SocketParts): void {
  const { user, address } = socket.data;
  const who = { userId: user?.id };
  const delivery = createDelivery(outletOf(socket));
  const calls = callsFor({
    user,
    delivery,
    tell: (event) => {
      socket.emit('shared', event);
    },
    onGone: (run) => {
      socket.on('disconnect', run);
    },
  });
  const key = user?.id ?? `viewer:${addressKey(address)}`;
  if (user) void socket.join(roomOf(user.id));
  socket.onAny((event: string, ...args: unknown[]) => {
    void dispatch(calls, event, args, () => admitCall(key), logger);
  });
  socket.on('disconnect', (reason) => {
    delivery.close();
    leave();
    logger.info({ ...who, reason }, 'disconnected');
  });
  logger.info({ ...who, transport: socket.conn.transport.name }, 'connected');
}

/** Undefined where the connection may be; else the refusal, whose message is the error code. */
async function admit(
  socket: OurSocket,
  admission: Admission,
  { addressOf, isMoving, logger }: Pick<SocketParts, 'addressOf' | 'logger'> & { isMoving(): boolean },
): Promise<ExtendedError | undefined> {
  try {
    if (isMoving()) throw new Failure('busy', 'the server is going down');
    Object.assign(socket.data, await admission.admit(addressOf(socket.request), socket.handshake.auth));
    return undefined;
  } catch (error) {
    return new Error(refusal(error, logger));
  }
}

/** A user's `topic` events reach this process for as long as one of their devices is connected to it. */
function hearOfTopics(io: OurServer, topicEvents: TopicEvents): void {
  const ends = new Map<string, () => void>();
  const { adapter } = io.of('/');
  adapter.on('create-room', (room: string) => {
    if (!room.startsWith(ROOM)) return;
    ends.set(
      room,
      topicEvents.hear(room.slice(ROOM.length), (event) => {
        io.to(room).emit('topic', event);
      }),
    );
  });
  adapter.on('delete-room', (room: string) => {
    ends.get(room)?.();
    ends.delete(room);
  });
}

function outletOf(socket: OurSocket): Outlet {
  const link = createLink(pingerOf(socket, () => link.answered()));
  link.measure();
  return {
    emit: (event, ...args) => {
      socket.emit(event, ...args);
    },
    congested: () => !socket.conn.transport.writable,
    paceMs: link.paceMs,
    busy: link.measure,
  };
}

const ROOM = 'user:';

function roomOf(userId: string): string {
  return ROOM + userId;
}
