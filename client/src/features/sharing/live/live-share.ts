import { citedIn } from '@huati/shared';
import type { Follow, Followed, SharedEvent, SharedMessage, SharedTopic, Watch, Watched } from '@huati/shared';
import { RunningAnswers, type AnswerState } from '@/features/answers';
import { toFailure } from '@/transport';
import { endedAs, ordered, sameIds, stateOf, type Shown } from './shown';

/** Pause before the server is asked again where it did not say how long; ms. */
const AGAIN_MS = 3_000;
/** What has one viewer read all anew has most of them do so: they spread it over so long each, together at most so long; ms. */
const SPREAD_MS = { each: 20, most: 10_000 };

export interface LiveShareOptions {
  shareId: string;
  pass: string | undefined;
  watch(payload: Watch): Promise<Watched>;
  follow(payload: Follow): Promise<Followed>;
  /** All that is shown now. */
  read(): Promise<SharedTopic>;
  /** Other messages are shown now. */
  show(shown: Shown): void;
  viewers(count: number): void;
  /** A running answer as far as it is here, at most every 50 ms; null: it does not run any more. */
  grow(answerId: string, state: AnswerState | null): void;
  /** Nothing of it may be shown any more; `locked`: until its password was given again. */
  over(why: 'gone' | 'locked'): void;
  /** The server lets calls go unanswered: the connection is not to be trusted. */
  unanswered(): void;
}

/**
 * A live share as its viewer holds it, outside of any reactivity. Each connection begins with `watch`; whatever was missed before
 * shows in the ids that it is acknowledged with, and then all is read anew. Text is exact by the offsets of its pieces.
 */
export class LiveShare {
  readonly running: RunningAnswers;
  private shown: Shown;
  /** What happened before `watch` was acknowledged; null: it was. */
  private early: SharedEvent[] | null = [];
  /** Counts connections: what was asked over an earlier one means nothing any more. */
  private round = 0;
  private reading = false;
  private stale = false;
  private ended = false;
  /** Who looks at it now, this one too. */
  private count = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly options: LiveShareOptions,
    first: SharedTopic,
  ) {
    this.shown = { title: first.title, messages: first.messages };
    this.running = new RunningAnswers({
      follow: (payload) => options.follow(payload),
      commit: (answerId, state) => options.grow(answerId, state),
      ended: (answerId, state) => this.answerEnded(answerId, state),
      late: ({ answerId, ...resting }) => this.patch(answerId, (message) => ({ ...message, ...resting })),
      unanswered: () => options.unanswered(),
    });
  }

  /** A connection is there. */
  async online(): Promise<void> {
    clearTimeout(this.timer);
    if (this.ended) return;
    const mine = ++this.round;
    this.early = [];
    const { shareId, pass } = this.options;
    const grows = this.shown.messages.find(({ status }) => status === 'streaming');
    const offset = grows ? (this.running.held(grows.id) ?? grows.text).length : 0;
    const from = { offset, ...(grows && { answerId: grows.id }) };
    try {
      const ack = await this.options.watch({ shareId, ...from, ...(pass !== undefined && { pass }) });
      if (mine === this.round) this.watched(ack);
    } catch (error) {
      if (mine === this.round) this.failed(error, () => void this.online());
    }
  }

  /** The connection is gone. */
  offline(): void {
    this.round += 1;
    this.early = [];
    clearTimeout(this.timer);
    this.running.lost();
  }

  /** The server told what becomes of the share. */
  heard(event: SharedEvent): void {
    if (this.ended || event.shareId !== this.options.shareId) return;
    if (event.kind === 'ended') this.end('gone');
    else if (this.early) this.early.push(event);
    else if (event.kind === 'viewers') this.counted(event.viewers);
    else this.changed(event);
  }

  /** Nobody looks any more. */
  close(): void {
    this.ended = true;
    this.offline();
    for (const { id } of this.shown.messages) this.running.forget(id);
  }

  private watched(ack: Watched): void {
    const told = followedOf(ack);
    if (told) this.goOn(told);
    // What runs here and is not what runs there ended while nobody told us.
    const missed = this.shown.messages.filter(({ id, status }) => status === 'streaming' && id !== ack.answerId);
    for (const id of this.running.ids()) if (id !== ack.answerId) this.drop(id);
    this.shown = { ...this.shown, title: ack.title };
    const events = this.early ?? [];
    this.early = null;
    this.counted(ack.viewers);
    if (this.stale || missed.length > 0 || !sameIds(this.shown.messages, ack.ids)) void this.readAnew();
    for (const event of events) this.heard(event);
  }

  private goOn({ answerId, ack }: Told): void {
    const known = this.shown.messages.find(({ id }) => id === answerId);
    if (known?.status === 'streaming' || this.running.has(answerId) || (!known && ack.status === 'streaming'))
      return this.running.told(answerId, stateOf(known ?? begun(answerId)), ack);
    if (!known || ack.status !== 'streaming') return;
    // Taken for ended here, or ended in the same breath as this acknowledgement: `follow` tells which.
    this.patch(answerId, (message) => ({ ...message, status: 'streaming' }));
    this.running.join(answerId, stateOf({ ...known, status: 'streaming' }));
  }

  private counted(viewers: number): void {
    this.count = viewers;
    this.options.viewers(viewers);
  }

  private changed(event: Extract<SharedEvent, { kind: 'changed' }>): void {
    const { title, ids, messages: came, partial, answerId, ref } = event;
    if (answerId !== undefined && ref !== undefined) this.running.track(answerId, ref, false);
    const messages = ordered(ids, this.shown.messages, came);
    if (messages) this.adopt({ title, messages });
    // What is being read may be older than this.
    if (!messages || partial || this.reading) void this.readAnew();
  }

  /** Shows these messages, and follows those of them that grow. */
  private adopt(shown: Shown): void {
    if (this.ended) return;
    for (const { id } of this.shown.messages) if (!shown.messages.some((each) => each.id === id)) this.drop(id);
    this.shown = shown;
    this.options.show(shown);
    for (const message of shown.messages) {
      if (message.status !== 'streaming') this.drop(message.id);
      // Before it is watched here the server knows nothing to follow; its acknowledgement tells of what grows.
      else if (this.early === null && !this.running.has(message.id)) this.running.join(message.id, stateOf(message));
    }
  }

  private drop(id: string): void {
    if (!this.running.has(id)) return;
    this.running.forget(id);
    this.options.grow(id, null);
  }

  private answerEnded(answerId: string, state: AnswerState): void {
    this.patch(answerId, (message) => endedAs(message, state));
    this.options.grow(answerId, null);
    // What it rests on was told to a connection that is no more.
    if (state.sources === undefined && citedIn(state.text).length > 0) void this.readAnew();
  }

  /** Out: whether the message is shown. */
  private patch(id: string, change: (message: SharedMessage) => SharedMessage): boolean {
    const { title, messages } = this.shown;
    if (!messages.some((message) => message.id === id)) return false;
    this.shown = { title, messages: messages.map((message) => (message.id === id ? change(message) : message)) };
    this.options.show(this.shown);
    return true;
  }

  /** One reading at a time; what happens meanwhile has it read once more. */
  private async readAnew(): Promise<void> {
    this.stale = true;
    if (this.reading || this.ended) return;
    this.reading = true;
    try {
      for (let again = true; again; again = this.stillStale()) {
        await this.spread();
        // It may have ended while it waited.
        if (!this.stillStale()) return;
        // What happened meanwhile is in what it reads.
        this.stale = false;
        const { round } = this;
        const topic = await this.options.read();
        // What was read before this connection was there may be older than what is shown by now.
        if (round === this.round) this.adopt({ title: topic.title, messages: topic.messages });
        else this.stale = true;
      }
    } catch (error) {
      this.stale = true;
      this.failed(error, () => void this.readAnew());
    } finally {
      this.reading = false;
    }
  }

  private async spread(): Promise<void> {
    const within = Math.min((this.count - 1) * SPREAD_MS.each, SPREAD_MS.most);
    if (within > 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * within));
  }

  private stillStale(): boolean {
    return this.stale && !this.ended;
  }

  private failed(error: unknown, again: () => void): void {
    const { code, retryAfterMs } = toFailure(error);
    if (this.ended) return;
    if (code === 'not_found') return this.end('gone');
    if (code === 'password_required' || code === 'password_wrong') return this.end('locked');
    if (code === 'timeout') return this.options.unanswered();
    clearTimeout(this.timer);
    this.timer = setTimeout(again, retryAfterMs ?? AGAIN_MS);
  }

  private end(why: 'gone' | 'locked'): void {
    this.close();
    this.options.over(why);
  }
}

/** What `watch` tells of the newest answer; null where there is none. */
function followedOf({ answerId, ref, status, text, offset, length, ...more }: Watched): Told | null {
  if (answerId === undefined || ref === undefined || status === undefined) return null;
  if (text === undefined || offset === undefined || length === undefined) return null;
  return { answerId, ack: { ...more, ref, status, text, offset, length } };
}

interface Told {
  answerId: string;
  ack: Followed;
}

function begun(id: string): SharedMessage {
  return { id, role: 'assistant', text: '', status: 'streaming', createdAt: '' };
}
