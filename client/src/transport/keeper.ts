import type { ErrorCode } from '@huati/shared';
import type { Socket } from 'socket.io-client';
import type { Credentials } from './credentials';
import { listeners } from './listeners';

/** The first try follows at once, spread so that not all phones of a server that went down arrive together; ms. */
const FIRST_TRY_MS = 300;
const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 8_000;
const SILENT_MS = 12_000;
/** Refusals that trying again as we are cannot change. */
const FINAL: readonly string[] = ['unauthorized', 'unsupported_version'] satisfies ErrorCode[];

/** `refused`: the server answers but does not let us in, and trying again as we are cannot help. */
export type ConnectionStatus = 'idle' | 'connecting' | 'online' | 'refused';

/** Keeps a socket connected, and the token it shows at the handshake good. */
export class Keeper {
  readonly onStatus = listeners<[ConnectionStatus]>();
  status: ConnectionStatus = 'idle';
  private token = '';
  private wanted = false;
  private renewed = false;
  private heardAt = 0;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private socket: Socket | null = null;

  /** @param credentials where the token comes from, asked at each connection */
  constructor(private readonly credentials: () => Credentials) {}

  /** The token for the next handshake. */
  readonly currentToken = (): string => this.token;

  /** Looks after `socket` from now on. */
  keep(socket: Socket): void {
    this.socket = socket;
    socket.on('connect', () => {
      this.renewed = false;
      this.tries = 0;
      this.heard();
      this.become('online');
    });
    socket.on('disconnect', () => {
      this.become(this.wanted ? 'connecting' : 'idle');
      this.retryLater();
    });
    socket.on('connect_error', ({ message }) => {
      // Only a refusal by the server itself takes the socket out of the library's hands.
      if (socket.active) this.retryLater();
      else this.refused(message);
    });
    socket.io.on('ping', () => this.heard());
    socket.onAny(() => this.heard());
  }

  connect(): void {
    this.wanted = true;
    void this.open();
  }

  wake(): void {
    if (!this.wanted) return;
    this.tries = 0;
    // The server is heard every 10 s: a connection silent for longer is one in name only.
    if (this.socket?.connected && Date.now() - this.heardAt > SILENT_MS) return this.restart();
    if (this.socket?.connected) return;
    clearTimeout(this.timer);
    void this.open();
  }

  restart(): void {
    if (!this.wanted) return;
    this.socket?.disconnect();
    clearTimeout(this.timer);
    void this.open();
  }

  close(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    this.socket?.disconnect();
    this.become('idle');
  }

  private heard(): void {
    this.heardAt = Date.now();
  }

  private become(next: ConnectionStatus): void {
    if (this.status === next) return;
    this.status = next;
    this.onStatus.tell(next);
  }

  private async open(): Promise<void> {
    if (!this.wanted || this.socket?.connected) return;
    this.become('connecting');
    await this.connectWith(() => this.credentials().ensure());
  }

  private async connectWith(credential: () => Promise<string>): Promise<void> {
    try {
      this.token = await credential();
    } catch {
      // No session can be had now; the server may be unreachable, which is what the next try is for.
      return this.retryLater();
    }
    // It may have been closed while the token was on its way.
    if (this.wanted) this.socket?.connect();
  }

  private refused(code: string): void {
    if (code === 'unauthorized' && !this.renewed) {
      this.renewed = true;
      return void this.connectWith(() => this.credentials().renew(this.token));
    }
    if (FINAL.includes(code)) this.become('refused');
    this.retryLater();
  }

  private retryLater(): void {
    if (!this.wanted) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.open(), waitBefore(this.tries++));
  }
}

/** How long to wait before a try, after so many that failed; ms. Half of it is chance. */
function waitBefore(tries: number): number {
  if (tries === 0) return Math.random() * FIRST_TRY_MS;
  return Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
}
