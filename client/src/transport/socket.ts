import { PROTOCOL_VERSION } from '@huati/shared';
import type { ClientToServerEvents, ServerToClientEvents } from '@huati/shared';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { answeredCalls, type Calls } from './calls';
import { currentCredentials, NOBODY } from './credentials';
import { Keeper, type ConnectionStatus } from './keeper';
import { listeners } from './listeners';
import { transports } from './transports';

const HANDSHAKE_TIMEOUT_MS = 10_000;

type AppSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

export interface Connection extends Calls {
  status(): ConnectionStatus;
  /** Connects and stays connected until `close`: tries at once after a loss, then with a back-off of 1 s to 8 s. */
  connect(): void;
  /** The network or the page came back: tries at once where it waits, or where the connection has been silent. */
  wake(): void;
  /** Drops a connection that does not answer and makes another. */
  restart(): void;
  close(): void;
  /** Each adds a listener and gives the function that takes it away. */
  onStatus(run: (status: ConnectionStatus) => void): () => void;
  /** True when a call waits long for its answer, false when one was answered quickly. */
  onSlow(run: (slow: boolean) => void): () => void;
  onDelta(run: ServerToClientEvents['delta']): () => void;
  onStage(run: ServerToClientEvents['stage']): () => void;
  /** What the model was given for an answer, before its first word. */
  onSources(run: ServerToClientEvents['sources']): () => void;
  onDone(run: ServerToClientEvents['done']): () => void;
  onTopic(run: ServerToClientEvents['topic']): () => void;
  /** What becomes of a share that is watched over this connection. */
  onShared(run: ServerToClientEvents['shared']): () => void;
}

/**
 * The connection to the BFF at `origin` (empty: where the page came from), `as` the user who is logged in, or as somebody without a
 * session who can but watch shares. Nothing happens before `connect`.
 */
export function createConnection(origin: string, as: 'user' | 'viewer' = 'user'): Connection {
  const keeper = new Keeper(as === 'user' ? currentCredentials : () => NOBODY);
  const who = as === 'user' ? () => ({ token: keeper.currentToken() }) : () => ({ viewer: true });
  const socket = makeSocket(origin, who);
  keeper.keep(socket);
  const slow = listeners<[boolean]>();
  return {
    ...answeredCalls(socket, slow.tell),
    ...fanOut(socket),
    status: () => keeper.status,
    connect: () => keeper.connect(),
    wake: () => keeper.wake(),
    restart: () => keeper.restart(),
    close: () => keeper.close(),
    onStatus: keeper.onStatus.add,
    onSlow: slow.add,
  };
}

function makeSocket(origin: string, who: () => object): AppSocket {
  const options: Partial<ManagerOptions & SocketOptions> = {
    autoConnect: false,
    transports: transports(),
    tryAllTransports: true,
    timeout: HANDSHAKE_TIMEOUT_MS,
    // The keeper does it: at once after a loss, and with a token that is good by then.
    reconnection: false,
    auth: (give: (handshake: object) => void) => give({ ...who(), v: PROTOCOL_VERSION }),
  };
  // An empty address is not the same to the library as none.
  return origin === '' ? io(options) : io(origin, options);
}

type Heard = 'onDelta' | 'onStage' | 'onSources' | 'onDone' | 'onTopic' | 'onShared';

function fanOut(socket: AppSocket): Pick<Connection, Heard> {
  const deltas = listeners<Parameters<ServerToClientEvents['delta']>>();
  const stages = listeners<Parameters<ServerToClientEvents['stage']>>();
  const sources = listeners<Parameters<ServerToClientEvents['sources']>>();
  const ends = listeners<Parameters<ServerToClientEvents['done']>>();
  const topics = listeners<Parameters<ServerToClientEvents['topic']>>();
  const shares = listeners<Parameters<ServerToClientEvents['shared']>>();
  socket.on('delta', deltas.tell);
  socket.on('stage', stages.tell);
  socket.on('sources', sources.tell);
  socket.on('done', ends.tell);
  socket.on('topic', topics.tell);
  socket.on('shared', shares.tell);
  return {
    onDelta: deltas.add,
    onStage: stages.add,
    onSources: sources.add,
    onDone: ends.add,
    onTopic: topics.add,
    onShared: shares.add,
  };
}
