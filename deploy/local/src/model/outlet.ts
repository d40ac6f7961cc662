import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';

export interface OutletOptions {
  /** So many events leave in one write. */
  coalesceWrites?: number;
  /** A write is cut at every so many bytes. */
  splitBytesAt?: number;
}

/**
 * Where a completion is written: waits, honours back-pressure, and lets everything that waits go the moment the
 * client closes, so that nothing stays busy for a connection that is gone.
 */
export class Outlet {
  #open: boolean;
  #gathered = '';
  #events = 0;
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;

  constructor(
    private readonly res: ServerResponse,
    private readonly options: OutletOptions,
  ) {
    // The client may have left while its request was read; then no `close` comes any more.
    this.#open = !res.destroyed;
    res.once('close', () => {
      this.#open = false;
      this.#release();
    });
    res.on('drain', () => {
      this.#release();
    });
  }

  /** False once the client has gone. */
  get open(): boolean {
    return this.#open;
  }

  /** Sleeps until `at` on the clock of `performance.now()`, in ms; shorter where the client closes. */
  async sleepUntil(at: number): Promise<void> {
    const ms = Math.ceil(at - performance.now());
    if (ms <= 0 || !this.#open) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#timer = setTimeout(() => {
        this.#release();
      }, ms);
    });
  }

  /** Writes one event and waits where the reader is slow. */
  async send(event: string): Promise<void> {
    this.#gathered += event;
    this.#events += 1;
    if (this.#events >= (this.options.coalesceWrites ?? 1)) await this.flush();
  }

  /** Writes what has gathered and waits until it may go on. */
  async flush(): Promise<void> {
    if (this.#gathered === '' || !this.#open) return;
    const bytes = this.#gathered;
    this.#gathered = '';
    this.#events = 0;
    if (await this.#write(bytes)) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Ends the body after what has gathered. */
  async end(): Promise<void> {
    await this.flush();
    if (this.#open) this.res.end();
  }

  /** Destroys the connection once what was written has left this process. */
  async cut(): Promise<void> {
    await this.flush();
    const { socket } = this.res;
    if (socket)
      await new Promise<void>(
        (resolve) =>
          void socket.write('', () => {
            resolve();
          }),
      );
    this.res.destroy();
  }

  async #write(text: string): Promise<boolean> {
    const size = this.options.splitBytesAt;
    if (size === undefined) return this.res.write(text);
    const bytes = Buffer.from(text);
    let free = true;
    for (let at = 0; at < bytes.length && this.#open; at += size) {
      free = this.res.write(bytes.subarray(at, at + size));
      // Written in one turn of the event loop they would leave in one packet, and arrive whole after all.
      await setImmediate();
    }
    return free || this.res.writableLength === 0;
  }

  #release(): void {
    clearTimeout(this.#timer);
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
