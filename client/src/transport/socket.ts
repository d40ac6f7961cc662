import { PROTOCOL_VERSION } from '@huati/shared';
import type { ClientToServerEvents, ErrorCode, ServerToClientEvents } from '@huati/shared';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { answeredCalls, type Calls } from './calls';
import { currentCredentials } from './credentials';
import { listeners } from './listeners';
import { transports } from './transports';

const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 8_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Refusals that trying again as we are cannot change. */
const FINAL: readonly string[] = ['unauthorized', 'unsupported_version'] satisfies ErrorCode[];

/** `refused`: the server answers but does not let us in, and trying again as we are cannot help. */
export type ConnectionStatus = 'idle' | 'connecting' | 'online' | 'refused';

export interface Connection extends Calls {
  status(): ConnectionStatus;
  /** Connects and stays connected, with a back-off of 1 s to 8 s, until `close`. */
  connect(): void;
  /** The network or the page came back: tries at once where it waits for the next try. */
  wake(): void;
  /** Drops a connection that does not answer and makes another. */
  restart(): void;
  close(): void;
  /** Each adds a listener and gives the function that takes it away. */
  onStatus(run: (status: ConnectionStatus) => void): () => void;
  onDelta(run: ServerToClientEvents['delta']): () => void;
  onStage(run: ServerToClientEvents['stage']): () => void;
  onDone(run: ServerToClientEvents['done']): () => void;
  onTopic(run: ServerToClientEvents['topic']): () => void;
}

/** The connection to the BFF at `origin` (empty: where the page came from). Nothing happens before `connect`. */
export function createConnection(origin: string): Connection {
  const statusListeners = listeners<[ConnectionStatus]>();
  let status: ConnectionStatus = 'idle';
  let wanted = false;
  let token = '';
  let renewed = false;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const options: Partial<ManagerOptions & SocketOptions> = {
    autoConnect: false,
    transports: transports(),
    tryAllTransports: true,
    timeout: HANDSHAKE_TIMEOUT_MS,
    reconnectionDelay: RETRY_MIN_MS,
    reconnectionDelayMax: RETRY_MAX_MS,
    randomizationFactor: 0.5,
    auth: (give: (handshake: object) => void) => give({ token, v: PROTOCOL_VERSION }),
  };
  // An empty address is not the same to the library as none.
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = origin === '' ? io(options) : io(origin, options);

  function become(next: ConnectionStatus): void {
    if (status === next) return;
    status = next;
    statusListeners.tell(next);
  }

  async function open(): Promise<void> {
    if (!wanted || socket.connected) return;
    become('connecting');
    try {
      token = await currentCredentials().ensure();
      if (wanted) socket.connect();
    } catch {
      // No session can be had now; the server may be unreachable, which is what the next try is for.
      retryLater();
    }
  }

  function retryLater(): void {
    if (!wanted) return;
    const base = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** tries++);
    clearTimeout(timer);
    timer = setTimeout(() => void open(), base * (0.5 + Math.random() / 2));
  }

  async function letInAgain(): Promise<void> {
    renewed = true;
    try {
      token = await currentCredentials().renew(token);
      if (wanted) socket.connect();
    } catch {
      retryLater();
    }
  }

  const deltas = listeners<Parameters<ServerToClientEvents['delta']>>();
  const stages = listeners<Parameters<ServerToClientEvents['stage']>>();
  const ends = listeners<Parameters<ServerToClientEvents['done']>>();
  const topics = listeners<Parameters<ServerToClientEvents['topic']>>();
  socket.on('delta', deltas.tell);
  socket.on('stage', stages.tell);
  socket.on('done', ends.tell);
  socket.on('topic', topics.tell);

  socket.on('connect', () => {
    renewed = false;
    tries = 0;
    become('online');
  });
  socket.on('disconnect', () => {
    become(wanted ? 'connecting' : 'idle');
    if (!socket.active) retryLater();
  });
  socket.on('connect_error', ({ message }) => {
    // A transport that failed is tried again by the library itself; a refusal by the server is not.
    if (socket.active) return;
    if (message === 'unauthorized' && !renewed) return void letInAgain();
    if (FINAL.includes(message)) become('refused');
    retryLater();
  });

  return {
    ...answeredCalls(socket),
    status: () => status,
    connect() {
      wanted = true;
      void open();
    },
    wake() {
      if (!wanted || socket.connected) return;
      clearTimeout(timer);
      tries = 0;
      // Ends the library's own waiting for the next try, which may be seconds away.
      if (socket.active) socket.disconnect();
      void open();
    },
    restart() {
      socket.disconnect();
      void open();
    },
    close() {
      wanted = false;
      clearTimeout(timer);
      socket.disconnect();
      become('idle');
    },
    onStatus: statusListeners.add,
    onDelta: deltas.add,
    onStage: stages.add,
    onDone: ends.add,
    onTopic: topics.add,
  };
}
