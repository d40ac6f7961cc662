import type { Followed, SharedMessage, Watch, Watched } from '@huati/shared';
import { Failure } from '../../../failure';
import type { Logger } from '../../../logger';
import type { Caller } from '../../../socket/caller';
import type { ReadLog } from '../../chat/answer-log';
import { followed } from '../../chat/chat.socket';
import type { NowShown } from '../shown-now';
import type { LiveState } from './live.repository';
import { endedLog, type PublishedLog } from './published-log';
import { toldOf } from './told';

/** What is not to be had yet, a verdict on a text or the log of an answer, is asked for again after so long, in ms. */
const AGAIN_MS = 2000;

export interface WatchedShareParts {
  shareId: string;
  /** Where the share stands now; undefined: it has ended. */
  state(): Promise<LiveState | undefined>;
  /** What it shows now; throws `not_found` where it has ended. */
  shown(): Promise<NowShown>;
  /** The answer as others may read it; `left` is told of its end. */
  publish(ownerId: string, answerId: string, left: (log: PublishedLog) => void): Promise<PublishedLog>;
  /** Waits until the owner's log of it has `offset` units, where that can be had. */
  reach(ownerId: string, answerId: string, offset: number): Promise<void>;
  /** How many watch it, in all processes. */
  viewers(): number;
  /** Other people watch it here. */
  counted(room: WatchedShare): void;
  /** It has ended, for whatever reason. */
  ended(room: WatchedShare): void;
  logger: Logger;
}

type Shown = 'streaming' | 'shown' | 'unknown' | 'withheld';

/** A live share while somebody watches it here: what is shown of it, and who is told. */
export class WatchedShare {
  readonly #viewers = new Set<Caller>();
  #state: LiveState | undefined;
  #title = '';
  #messages = new Map<string, Shown>();
  #logs = new Map<string, PublishedLog>();
  #newest: ReadLog | undefined;
  /** All answers that were ever sent from here. */
  readonly #published = new Set<string>();
  #isOver = false;
  /** Counts what was told of changes. */
  #version = 0;
  #wanted = false;
  #refreshing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: WatchedShareParts) {}

  get shareId(): string {
    return this.parts.shareId;
  }

  get state(): LiveState | undefined {
    return this.#state;
  }

  /** Those connected here; its owner's devices do not count. */
  get viewers(): number {
    return [...this.#viewers].filter(({ user }) => user === undefined || user.id !== this.#state?.userId).length;
  }

  get isWatched(): boolean {
    return this.#viewers.size > 0;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Reads once more what is shown, and tells what came. Rejects where nothing is known of it yet and it cannot be read. */
  refresh(): Promise<void> {
    this.#wanted = true;
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** To be called with what is known of it from elsewhere: reads it once more where that is something new. */
  heard({ title, leaf, userId }: Partial<LiveState>): void {
    const known = this.#state;
    const isOther = <T>(told: T | undefined, have: T | undefined) => told !== undefined && told !== have;
    if (!known || isOther(title, known.title) || isOther(leaf, known.leaf) || isOther(userId, known.userId)) {
      this.#refreshSoon();
    }
  }

  /** What a viewer is acknowledged, and what is to be done once they have it. */
  async enter(caller: Caller, { answerId, offset }: Watch): Promise<{ reply: Watched; after: () => void }> {
    const behind = this.#logs.get(answerId ?? '');
    if (behind && this.#state) await this.#reach(behind, this.#state.userId, offset);
    this.#assertOpen();
    const newest = this.#newest;
    const version = this.#version;
    const reply: Watched = {
      ...(newest && {
        ...this.#followed(caller, newest, newest.answerId === answerId ? offset : 0),
        answerId: newest.answerId,
      }),
      title: this.#title,
      viewers: this.parts.viewers(),
      ids: [...this.#messages.keys()],
    };
    const after = () => {
      if (this.#isOver) {
        this.#tellEnded(caller);
        return;
      }
      this.#viewers.add(caller);
      this.parts.counted(this);
      if (newest) this.#send(caller, newest, reply);
      // It has changed since the acknowledgement was made: whoever has other messages reads the share again.
      if (version !== this.#version) this.#tellChanged(caller, toldOf([]), undefined);
    };
    return { reply, after };
  }

  /** True where viewers may follow the answer. */
  shows(answerId: string): boolean {
    return this.#messages.has(answerId) && (this.#logs.has(answerId) || this.#newest?.answerId === answerId);
  }

  async follow(caller: Caller, answerId: string, offset: number): Promise<{ reply: object; after: () => void }> {
    const running = this.#logs.get(answerId);
    if (running && this.#state) await this.#reach(running, this.#state.userId, offset);
    this.#assertOpen();
    const log = running ?? this.#newest;
    if (log?.answerId !== answerId) throw new Failure('not_found', 'no such answer in what is shown');
    const reply = this.#followed(caller, log, offset);
    const after = () => {
      if (!this.#isOver) this.#send(caller, log, reply);
    };
    return { reply, after };
  }

  leave(caller: Caller): void {
    if (!this.#viewers.delete(caller)) return;
    this.#leaveAnswers(caller);
    this.parts.counted(this);
  }

  /** Tells how many watch it now. */
  tellViewers(viewers: number): void {
    for (const { tell } of this.#viewers) tell({ shareId: this.shareId, kind: 'viewers', viewers });
  }

  /** Nothing more is sent, whatever was on its way. */
  end(): void {
    if (this.#isOver) return;
    for (const viewer of this.#viewers) {
      this.#leaveAnswers(viewer);
      this.#tellEnded(viewer);
    }
    this.#viewers.clear();
    this.close();
    this.parts.ended(this);
  }

  /** Lets go of what it reads. */
  close(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const log of this.#logs.values()) log.close();
    this.#logs.clear();
  }

  /** An answer has ended: where that is not what its viewers were sent, they are told what it is. */
  #finished(log: PublishedLog): void {
    if (this.#logs.get(log.answerId) !== log) return;
    const isNewest = this.#newest === log;
    const isRefused = log.end?.error !== undefined;
    if (isNewest && log.isSettled && !isRefused) return;
    this.#messages.set(log.answerId, 'unknown');
    // What was refused stays so, though its owner's answer goes on.
    if (!isRefused) this.#logs.delete(log.answerId);
    this.#refreshSoon();
  }

  #refreshSoon(): void {
    this.refresh().catch((error: unknown) => {
      this.#warn(error);
      this.#again();
    });
  }

  #again(): void {
    clearTimeout(this.#timer);
    if (!this.#isOver) this.#timer = setTimeout(() => this.#refreshSoon(), AGAIN_MS);
  }

  async #refresh(): Promise<void> {
    while (this.#wanted && !this.#isOver) {
      this.#wanted = false;
      await this.#load();
    }
  }

  async #load(): Promise<void> {
    // First, so that whatever comes while all is read is something new to the next look.
    const state = await this.parts.state();
    const now = state && (await this.#shown());
    if (!state || !now) {
      this.end();
      return;
    }
    const running = now.messages.filter(({ status, role }) => role === 'assistant' && status === 'streaming');
    const opened = await Promise.all(running.map(({ id }) => this.#open(state.userId, id)));
    if (this.#isOver) {
      for (const log of opened) log?.close();
      return;
    }
    this.#apply(state, now, new Map(opened.flatMap((log) => (log ? [[log.answerId, log] as const] : []))));
    const isSettled = opened.every(Boolean) && ![...this.#messages.values()].includes('unknown');
    if (isSettled) clearTimeout(this.#timer);
    else this.#again();
  }

  async #shown(): Promise<NowShown | undefined> {
    try {
      return await this.parts.shown();
    } catch (error) {
      if (error instanceof Failure && error.code === 'not_found') return undefined;
      throw error;
    }
  }

  async #open(ownerId: string, answerId: string): Promise<PublishedLog | undefined> {
    const known = this.#logs.get(answerId);
    if (known) return known;
    try {
      this.#published.add(answerId);
      return await this.parts.publish(ownerId, answerId, (log) => this.#finished(log));
    } catch (error) {
      // Its topic is changing hands, say: the next look finds it.
      this.#warn(error);
      return undefined;
    }
  }

  #leaveAnswers({ delivery }: Caller): void {
    for (const answerId of this.#published) delivery.leave(this.#key(answerId));
  }

  #apply(state: LiveState, { title, messages, unchecked }: NowShown, logs: Map<string, PublishedLog>): void {
    const before = { messages: this.#messages, title: this.#title, logs: this.#logs };
    const last = messages.at(-1);
    const live = (id: string): PublishedLog | undefined => logs.get(id) ?? before.logs.get(id);
    this.#state = state;
    this.#title = title;
    this.#messages = new Map(messages.map((message) => [message.id, shownAs(message, unchecked)]));
    this.#newest = last?.role === 'assistant' ? newestOf(last, live(last.id)) : undefined;
    this.#logs = new Map(
      [...before.logs, ...logs].filter(([id, log]) => this.#messages.has(id) && (!log.end || log === this.#newest)),
    );
    for (const [id, log] of before.logs) {
      // What has ended and is still shown is sent to its end.
      if (this.#messages.has(id)) continue;
      log.close();
      for (const { delivery } of this.#viewers) delivery.leave(this.#key(id));
    }
    if (this.#version === 0) {
      this.#version = 1;
      return;
    }
    const came = messages.filter((message) => {
      const [was, is] = [before.messages.get(message.id), this.#messages.get(message.id)];
      const log = before.logs.get(message.id);
      // Of what is not known yet, viewers have what has passed.
      const wasSent = was === 'streaming' && (is === 'shown' || is === 'unknown') && log && (!log.end || log.isSettled);
      return was !== is && !wasSent;
    });
    const begun = [...logs.values()].filter((log) => before.logs.get(log.answerId) !== log);
    const isSame = title === before.title && isEqual([...this.#messages.keys()], [...before.messages.keys()]);
    if (isSame && came.length === 0 && begun.length === 0) return;
    this.#version += 1;
    const told = toldOf(came);
    for (const viewer of this.#viewers) {
      this.#tellChanged(viewer, told, begun.at(-1)?.answerId);
      for (const log of begun) viewer.delivery.follow(log, { text: 0, reasoning: 0 }, this.#key(log.answerId));
    }
  }

  #tellChanged({ tell, delivery }: Caller, told: ReturnType<typeof toldOf>, answerId: string | undefined): void {
    tell({
      shareId: this.shareId,
      kind: 'changed',
      title: this.#title,
      ids: [...this.#messages.keys()],
      ...told,
      ...(answerId !== undefined && { answerId, ref: delivery.refOf(this.#key(answerId)) }),
    });
  }

  #followed({ delivery }: Caller, log: ReadLog, offset: number) {
    return followed(log, { offset }, delivery.refOf(this.#key(log.answerId)));
  }

  /** By what was acknowledged: it may have ended since. */
  #send({ delivery }: Caller, log: ReadLog, { status, offset = 0, text = '' }: Partial<Followed>): void {
    if (status !== 'streaming') delivery.tellSources(log);
    else delivery.follow(log, { text: offset + text.length, reasoning: 0 }, this.#key(log.answerId));
  }

  /** Another process may have shown more of it than is known here yet. */
  async #reach(log: PublishedLog, ownerId: string, offset: number): Promise<void> {
    if (log.end || log.text.length >= offset) return;
    try {
      await this.parts.reach(ownerId, log.answerId, offset);
    } catch (error) {
      this.#warn(error);
    }
  }

  #assertOpen(): void {
    if (this.#isOver) throw new Failure('not_found', 'no such share, or it has ended');
  }

  #tellEnded({ tell }: Caller): void {
    tell({ shareId: this.shareId, kind: 'ended' });
  }

  /** Names an answer of this share on connections: its owner may follow the same answer as their own. */
  #key(answerId: string): string {
    return `${this.shareId} ${answerId}`;
  }

  #warn(error: unknown): void {
    this.parts.logger.warn({ err: error }, 'what a live share shows cannot be read');
  }
}

function shownAs({ id, status, withheld }: SharedMessage, unchecked: NowShown['unchecked']): Shown {
  if (withheld) return 'withheld';
  if (status === 'streaming') return 'streaming';
  return unchecked?.has(id) ? 'unknown' : 'shown';
}

function newestOf(message: SharedMessage, live: PublishedLog | undefined): ReadLog {
  return live && !message.withheld ? live : endedLog(message);
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, at) => each === b[at]);
}
