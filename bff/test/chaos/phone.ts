import { randomUUID } from 'node:crypto';
import { assemble, resume, settle } from '@huati/shared';
import type { Ack, Asked, ClientToServerEvents, DoneEvent, Followed, ServerToClientEvents } from '@huati/shared';
import { io, type Socket } from 'socket.io-client';

type PhoneSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

/** How long a call may stay unanswered before the phone takes its link for dead, in ms. */
const CALL_MS = 2000;
const RETRY_MS = [50, 100, 200, 400];

/** A fault of the rule, in words. */
export type Violation = string;

/**
 * One phone that asks one question and reads its answer by the rule of offsets, over as many connections as it takes.
 * It never trusts a connection: it asks until it is acknowledged, and follows from what it holds after every connect.
 */
export class Phone {
  readonly askId = randomUUID();
  readonly violations: Violation[] = [];
  /** What happened to it, for the message of a failure. */
  readonly history: string[] = [];
  text = '';
  asked: Pick<Asked, 'answerId' | 'topicId'> | undefined;
  end: Pick<DoneEvent, 'status' | 'length'> | undefined;
  connections = 0;
  /** It asked for the answer's end; one that ends as stopped without that was cut. */
  stopAsked = false;
  #socket: PhoneSocket | undefined;
  #ref: number | undefined;
  #tries = 0;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  #following = false;
  #resolve: () => void = () => undefined;
  readonly finished: Promise<void>;

  /** `port` is looked at anew for each connection. */
  constructor(
    private readonly port: () => number,
    private readonly token: string,
    private readonly question: string | { follow: Pick<Asked, 'answerId' | 'topicId'> },
  ) {
    if (typeof question !== 'string') this.asked = question.follow;
    this.finished = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#connect();
  }

  /** Leaves the connection and makes another; the old one may or may not learn of it. */
  reconnect(): void {
    this.#leave();
    this.#again();
  }

  /** Asks for the answer's end; true once the server took that. */
  stop(): Promise<boolean> {
    if (!this.asked || !this.#socket?.connected) return Promise.resolve(false);
    this.stopAsked = true;
    const { answerId } = this.asked;
    return new Promise((resolve) => this.#call('stop', { answerId }, (ack) => resolve(ack?.ok === true)));
  }

  close(): void {
    this.#closed = true;
    this.#leave();
  }

  /** What the old connection still says is not listened to. */
  #leave(): void {
    const old = this.#socket;
    this.#socket = undefined;
    old?.disconnect();
  }

  #again(): void {
    if (this.#closed || this.end) return;
    const wait = RETRY_MS[Math.min(this.#tries++, RETRY_MS.length - 1)] ?? 0;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      if (!this.#closed) this.#connect();
    }, wait);
  }

  #connect(): void {
    this.#leave();
    const socket: PhoneSocket = io(`http://127.0.0.1:${this.port()}`, {
      auth: { token: this.token, v: 1 },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      timeout: CALL_MS,
    });
    this.#socket = socket;
    this.#ref = undefined;
    this.#following = false;
    this.connections += 1;
    const note = (what: string) => void this.history.push(`${Math.round(performance.now())} ${what}`);
    const mine = (what: string, run: () => void) => () => {
      if (this.#socket !== socket) return;
      note(what);
      run();
    };
    note(`connects to ${this.port()}`);
    socket.on(
      'connect',
      mine('connected', () => this.#begin(socket)),
    );
    socket.on(
      'connect_error',
      mine('refused', () => this.#again()),
    );
    socket.on(
      'disconnect',
      mine('disconnected', () => this.#again()),
    );
    socket.on('delta', (ref, offset, text, kind) => {
      if (this.#socket === socket && ref === this.#ref && kind === undefined) this.#take(offset, text);
    });
    socket.on('done', (event) => {
      if (this.#socket === socket && event.answerId === this.asked?.answerId) this.#done(event);
    });
  }

  #begin(socket: PhoneSocket): void {
    this.#tries = 0;
    if (!this.asked) this.#ask(socket);
    else this.#follow(socket);
  }

  #ask(socket: PhoneSocket): void {
    const before = this.connections;
    const text = typeof this.question === 'string' ? this.question : '';
    this.#call<Asked>('ask', { askId: this.askId, text }, (ack) => {
      if (this.#socket !== socket) return;
      if (!ack) return this.reconnect();
      if (!ack.ok) {
        setTimeout(() => {
          if (this.#socket === socket) this.#begin(socket);
        }, ack.error.retryAfterMs ?? 300);
        return;
      }
      this.asked = ack;
      // Asked more than once, it may have been answered over a connection that is no more.
      if (before > 1) this.#follow(socket);
      else this.#ref = ack.ref;
    });
  }

  #follow(socket: PhoneSocket): void {
    if (!this.asked || this.#following) return;
    this.#following = true;
    const { answerId } = this.asked;
    this.#call<Followed>('follow', { answerId, offset: this.text.length }, (ack) => this.#followed(socket, ack));
  }

  #followed(socket: PhoneSocket, ack: Ack<Followed> | undefined): void {
    if (this.#socket !== socket) return;
    this.#following = false;
    if (!ack?.ok) return this.reconnect();
    this.#ref = ack.ref;
    if (ack.offset < this.text.length) {
      this.violations.push(`the server holds ${ack.length} units and had shown ${this.text.length}`);
    }
    const result = resume(this.text, ack.offset, ack.text);
    if (result.kind === 'missing')
      return void this.violations.push(`follow answered from ${ack.offset}, not ${result.from}`);
    this.text = result.text;
    if (ack.status !== 'streaming') this.#done({ status: ack.status, length: ack.length });
  }

  #take(offset: number, text: string): void {
    const overlap = this.text.slice(offset, offset + text.length);
    if (!text.startsWith(overlap)) this.violations.push(`what was shown at ${offset} came again as something else`);
    const result = assemble(this.text, offset, text);
    if (result.kind === 'held') this.text = result.text;
    else if (this.#socket) this.#follow(this.#socket);
  }

  #done(event: Pick<DoneEvent, 'status' | 'length'>): void {
    if (this.end) return;
    if (settle(this.text, event.length).kind === 'missing') {
      if (this.text.length > event.length) this.violations.push(`shown ${this.text.length}, ended at ${event.length}`);
      if (this.#socket) this.#follow(this.#socket);
      return;
    }
    this.end = event;
    this.close();
    this.#resolve();
  }

  /**
   * Gives `take` the acknowledgement; undefined where none came in time or the connection was lost. It is given as it comes, not
   * through a promise: what is behind it in the same read, a piece or the end, is handled before any promise goes on.
   */
  #call<T extends object>(
    event: 'ask' | 'follow' | 'stop',
    payload: object,
    take: (ack: Ack<T> | undefined) => void,
  ): void {
    const acknowledged = (error: Error | null, ack: Ack<T>): void => take(error ? undefined : ack);
    this.#socket?.timeout(CALL_MS).emit(event as 'stop', ...([payload, acknowledged] as [never, never]));
  }
}
