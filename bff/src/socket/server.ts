import type { Server as HttpServer } from 'node:http';
import {
  Handshake,
  PROTOCOL_VERSION,
  type ClientToServerEvents,
  type ErrorCode,
  type ServerToClientEvents,
  TopicEvent,
  type User,
} from '@huati/shared';
import { Server, type ExtendedError, type Socket } from 'socket.io';
import * as v from 'valibot';
import type { Bus } from '../bus/bus';
import { Failure } from '../failure';
import { createDelivery, type Delivery, type Outlet } from '../features/chat/delivery';
import type { Logger } from '../logger';
import { pause } from '../pause';
import { toFailure } from '../wire-error';
import type { Calls } from './calls';
import { dispatch } from './dispatch';
import { createLink } from './link';
import { pingerOf } from './pinger';

/** The largest packet taken, in bytes: a question of a million Han characters still gets its coded answer. */
const PACKET_MAX_BYTES = 8 * 1024 * 1024;
/** Together they find a dead link within 15 s, at a packet every 10 s. */
const PING_INTERVAL_MS = 10_000;
const PING_TIMEOUT_MS = 5_000;
/** Connections that are told to move go over so long, in ms, so that they do not all arrive elsewhere at once. */
const MOVE_MS = 1_000;

/** Links that are dead never answer a closing, and are not waited for any longer, in ms. */
const CLOSE_MS = 500;

interface SocketData {
  user: User;
}
type Events = Record<string, never>;
type OurServer = Server<ClientToServerEvents, ServerToClientEvents, Events, SocketData>;
type OurSocket = Socket<ClientToServerEvents, ServerToClientEvents, Events, SocketData>;

export interface SocketParts {
  authenticate(token: string): Promise<User>;
  callsFor(user: User, delivery: Delivery): Calls;
  /** Reject where too much comes: new connections of an address, calls of a user. */
  admitAddress(address: string): Promise<void>;
  admitCall(userId: string): Promise<void>;
  bus: Bus;
  corsOrigins: string[];
  logger: Logger;
}

export interface SocketServer {
  /** Sends to all connections of the user, whichever process they are with. */
  announce(userId: string, event: TopicEvent): void;
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
  io.use((socket, next) => {
    void admit(socket, parts, () => moving).then(next);
  });
  hearOfTopics(io, parts.bus);
  io.on('connection', (socket) => {
    const { user } = socket.data;
    const delivery = createDelivery(outletOf(socket));
    const calls = parts.callsFor(user, delivery);
    void socket.join(roomOf(user.id));
    socket.onAny((event: string, ...args: unknown[]) => {
      void dispatch(calls, event, args, () => parts.admitCall(user.id), parts.logger);
    });
    socket.on('disconnect', (reason) => {
      delivery.close();
      parts.logger.info({ userId: user.id, reason }, 'disconnected');
    });
    parts.logger.info({ userId: user.id, transport: socket.conn.transport.name }, 'connected');
  });

  return {
    announce: (userId, event) => {
      parts.bus.publish(roomOf(userId), event);
    },
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

/** Undefined where the connection may be; else the refusal, whose message is the error code. */
async function admit(socket: OurSocket, parts: SocketParts, moving: () => boolean): Promise<ExtendedError | undefined> {
  try {
    if (moving()) throw new Failure('busy', 'the server is going down');
    await parts.admitAddress(socket.handshake.address);
    const auth: unknown = socket.handshake.auth;
    const handshake = v.safeParse(Handshake, auth);
    if (!handshake.success) return new Error(refusalOf(auth));
    if (!('token' in handshake.output)) return new Error('unauthorized');
    socket.data.user = await parts.authenticate(handshake.output.token);
    return undefined;
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code === 'internal') parts.logger.error({ err: failure.cause }, 'handshake failed');
    return new Error(failure.code);
  }
}

function refusalOf(auth: unknown): ErrorCode {
  const otherVersion = v.is(
    v.object({
      v: v.pipe(
        v.unknown(),
        v.check((n) => n !== PROTOCOL_VERSION),
      ),
    }),
    auth,
  );
  return otherVersion ? 'unsupported_version' : 'unauthorized';
}

/** A user's `topic` events reach this process for as long as one of their devices is connected to it. */
function hearOfTopics(io: OurServer, bus: Bus): void {
  const ends = new Map<string, () => void>();
  const { adapter } = io.of('/');
  adapter.on('create-room', (room: string) => {
    if (!isRoom(room)) return;
    const tell = (event: unknown) => {
      if (v.is(TopicEvent, event)) io.to(room).emit('topic', event);
    };
    ends.set(room, bus.subscribe(room, tell));
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

function isRoom(room: string): boolean {
  return room.startsWith(ROOM);
}
