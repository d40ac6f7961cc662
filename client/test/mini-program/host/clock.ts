type Timer = ReturnType<typeof setTimeout>;

interface Waiting {
  run: () => void;
  /** Time of the program's clock, ms. */
  at: number;
  every: number | null;
  timer: Timer | null;
}

/**
 * The time that a program sees. While it is suspended nothing of it runs, and afterwards the time has gone on, by more
 * than really passed where the test says so.
 */
export class Clock {
  private skippedMs = 0;
  private suspendedNow = false;
  private readonly waiting = new Map<number, Waiting>();
  private readonly held: (() => void)[] = [];
  private nextId = 1;

  get suspended(): boolean {
    return this.suspendedNow;
  }

  readonly now = (): number => Date.now() + this.skippedMs;

  readonly setTimeout = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number =>
    this.add(() => run(...args), ms, null);

  readonly setInterval = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number =>
    this.add(() => run(...args), ms, Math.max(1, ms));

  readonly clear = (id: number | undefined): void => {
    if (id === undefined) return;
    const timer = this.waiting.get(id)?.timer;
    if (timer) clearTimeout(timer);
    this.waiting.delete(id);
  };

  /** Runs something that comes from outside of the program; while it is suspended, afterwards. */
  deliver(run: () => void): void {
    if (this.suspendedNow) this.held.push(run);
    else run();
  }

  suspend(): void {
    this.suspendedNow = true;
    for (const entry of this.waiting.values()) if (entry.timer) clearTimeout(entry.timer);
  }

  /** @param skipMs how much longer it was away than it really took */
  resume(skipMs: number): void {
    this.skippedMs += skipMs;
    this.suspendedNow = false;
    for (const run of this.held.splice(0)) run();
    for (const [id, entry] of this.waiting) this.arm(id, entry);
  }

  private add(run: () => void, ms: number, every: number | null): number {
    const id = this.nextId++;
    const entry: Waiting = { run, at: this.now() + ms, every, timer: null };
    this.waiting.set(id, entry);
    if (!this.suspendedNow) this.arm(id, entry);
    return id;
  }

  private arm(id: number, entry: Waiting): void {
    entry.timer = setTimeout(
      () => {
        if (entry.every === null) this.waiting.delete(id);
        else {
          entry.at = this.now() + entry.every;
          this.arm(id, entry);
        }
        entry.run();
      },
      Math.max(0, entry.at - this.now()),
    );
  }
}

/** `Date` as the program sees it. */
export function dateOf(clock: Clock): DateConstructor {
  return new Proxy(Date, {
    construct: (target, args: unknown[]) =>
      (args.length === 0 ? new target(clock.now()) : Reflect.construct(target, args)) as Date,
    get: (target, name) => (name === 'now' ? clock.now : (Reflect.get(target, name) as unknown)),
  });
}
