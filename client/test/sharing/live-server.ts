import type { DoneEvent, Followed, SharedEvent, SharedMessage, SharedTopic, Watch, Watched } from '@huati/shared';
import { WireFailure } from '@/transport';

/** What a connection of the simulated server tells. */
export interface Heard {
  delta(ref: number, offset: number, text: string): void;
  sources(event: { answerId: string; retrieval: 'chunk'; sources: SharedMessage['sources'] & object }): void;
  done(event: DoneEvent): void;
  shared(event: SharedEvent): void;
}

/** Chance that can be repeated. */
export function chances(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A live share whose topic is written by chance, and a connection to it that is lost now and then. */
export class LiveServer {
  messages: SharedMessage[] = [];
  ended = false;
  private made = 0;
  private ref = 0;
  private readonly aside: SharedMessage[][] = [];
  private readonly refs = new Map<string, number>();
  /** What is on its way; null: there is no connection. */
  private wire: (() => void)[] | null = null;
  private watching = false;
  /** Before `watch` was acknowledged nothing can be followed. */
  private met = false;

  constructor(private readonly heard: Heard) {}

  connect(): void {
    this.wire = [];
    this.watching = false;
    this.met = false;
    this.refs.clear();
  }

  /** What is on its way is lost. */
  cut(): void {
    this.wire = null;
    this.watching = false;
  }

  get connected(): boolean {
    return this.wire !== null;
  }

  /** Delivers so much of what is on its way. */
  async deliver(count: number): Promise<void> {
    for (const run of this.wire?.splice(0, count) ?? []) run();
    await settled();
  }

  get topic(): SharedTopic {
    const share = { id: 's', url: '', expiresAt: '', live: true, locked: false };
    return { share, title: 'T', createdAt: '', messages: structuredClone(this.messages) };
  }

  read(): Promise<SharedTopic> {
    if (this.ended) return Promise.reject(new WireFailure('not_found', 'gone'));
    return Promise.resolve(this.topic);
  }

  watch({ answerId, offset }: Watch): Promise<Watched> {
    return this.call(
      () => {
        this.watching = true;
        const newest = this.messages.at(-1);
        const ids = this.messages.map(({ id }) => id);
        const told = newest?.role === 'assistant' ? this.followed(newest, newest.id === answerId ? offset : 0) : {};
        return { title: 'T', viewers: 1, ids, ...(newest?.role === 'assistant' && { answerId: newest.id }), ...told };
      },
      () => this.tellSources(this.messages.at(-1)?.id),
      () => void (this.met = true),
    );
  }

  follow(answerId: string, offset: number): Promise<Followed> {
    return this.call(
      () => {
        const message = this.messages.find(({ id }) => id === answerId);
        if (!message || !this.met) throw new WireFailure('not_found', 'not shown');
        return this.followed(message, offset);
      },
      () => this.tellSources(answerId),
    );
  }

  ask(): void {
    const question = this.made++;
    const answer = this.made++;
    const came = [
      this.message(`q${question}`, 'user', 'complete'),
      this.message(`a${answer}`, 'assistant', 'streaming'),
    ];
    this.messages.push(...came);
    this.refs.set(`a${answer}`, ++this.ref);
    this.tell({ shareId: 's', ...this.changed(came), answerId: `a${answer}`, ref: this.ref });
  }

  grow(text: string): void {
    const running = this.running();
    if (!running) return;
    const offset = running.text.length;
    running.text += text;
    const ref = this.refs.get(running.id);
    if (ref !== undefined && this.watching) this.wire?.push(() => this.heard.delta(ref, offset, text));
  }

  end(): void {
    const running = this.running();
    if (!running) return;
    running.status = 'complete';
    running.retrieval = 'chunk';
    running.sources = running.text.includes('[1]') ? [{ n: 1, title: 't', text: 's' }] : [];
    const { id: answerId, text } = running;
    if (!this.watching) return;
    this.tellSources(answerId);
    this.wire?.push(() => this.heard.done({ answerId, length: text.length, status: 'complete' }));
  }

  /** Its owner goes to another branch and, the next time, back. */
  branch(): void {
    if (this.running() || this.messages.length < 4) return;
    const before = this.messages;
    const other = this.aside.pop();
    this.aside.push(before);
    this.messages = other ?? before.slice(0, -2);
    const came = this.messages.filter((message) => !before.includes(message));
    this.tell({ shareId: 's', ...this.changed(structuredClone(came)) });
  }

  revoke(): void {
    this.ended = true;
    this.tell({ shareId: 's', kind: 'ended' });
  }

  private tellSources(answerId: string | undefined): void {
    const sources = this.messages.find(({ id }) => id === answerId)?.sources;
    if (answerId === undefined || !sources) return;
    this.wire?.push(() => this.heard.sources({ answerId, retrieval: 'chunk', sources }));
  }

  private running(): SharedMessage | undefined {
    return this.messages.find(({ status }) => status === 'streaming');
  }

  private message(id: string, role: SharedMessage['role'], status: SharedMessage['status']): SharedMessage {
    return { id, role, text: role === 'user' ? `question ${id}` : '', status, createdAt: '' };
  }

  private changed(messages: SharedMessage[]) {
    const ids = this.messages.map(({ id }) => id);
    return { kind: 'changed' as const, title: 'T', ids, messages: structuredClone(messages) };
  }

  private tell(event: SharedEvent): void {
    if (this.watching) this.wire?.push(() => this.heard.shared(event));
  }

  private followed({ id, text, status }: SharedMessage, offset: number): Followed {
    const from = Math.min(offset, text.length);
    if (status === 'streaming') this.refs.set(id, this.refs.get(id) ?? ++this.ref);
    return { ref: this.refs.get(id) ?? ++this.ref, status, text: text.slice(from), offset: from, length: text.length };
  }

  /** Answered in the order of all that is on its way; never, where the connection is cut before. */
  private call<T>(answer: () => T, after?: () => void, arrived?: () => void): Promise<T> {
    const { wire } = this;
    if (!wire) return Promise.reject(new WireFailure('offline', 'not connected'));
    if (this.ended) return Promise.reject(new WireFailure('not_found', 'gone'));
    return new Promise((resolve, reject) => {
      try {
        const told = answer();
        wire.push(() => {
          arrived?.();
          resolve(told);
        });
        after?.();
      } catch (error) {
        wire.push(() => reject(error instanceof Error ? error : new Error(String(error))));
      }
    });
  }
}

/** Until all that was answered was taken. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
