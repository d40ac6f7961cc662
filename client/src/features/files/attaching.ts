import type { Attachment } from '@huati/shared';
import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue';
import type { PickedFile } from '@/platform/pick-files';
import { toFailure, type FailureCode, type Upload, type WireFailure } from '@/transport';
import { AttachedShelf } from './attached-shelf';

/** How many files leave at the same time; a mini-program has ten calls for everything. */
const PARALLEL = 2;
const AGAIN_MS = 3_000;
/** So often a file is sent by itself over a connection that seems to work. */
const TRIES_MAX = 4;
/** A server that still reads a file is asked so soon, then less and less often; ms. */
const READING_MS = 1_000;
const READING_MAX_MS = 5_000;
const READING_GROWTH = 1.2;
/** Progress is told in steps: in a mini-program each is a message to the view. */
const STEP = 0.05;

/** Refusals that pass by themselves. */
const PASSING: readonly FailureCode[] = ['offline', 'timeout', 'busy', 'rate_limited', 'upstream_unavailable'];

/** A file on its way to a question: only when `ready` it can be asked about. */
export interface AttachedFile {
  key: string;
  name: string;
  bytes: number;
  /** Whether it is a picture, and where that lies on the device; empty where it is only at the server. */
  picture: boolean;
  path: string;
  state: 'waiting' | 'sending' | 'reading' | 'ready' | 'failed';
  /** Which part of it has left, 0 to 1. */
  progress: number;
  failure: FailureCode | null;
  reason: WireFailure['reason'];
  /** As the server last told of it: while it is read, how far that is. */
  attachment: Attachment | null;
}

interface Entry extends AttachedFile {
  /** The topic whose next question it belongs to; empty for the one that does not exist yet. */
  place: string;
}

export interface AttachingOptions {
  upload(file: PickedFile, progress: (part: number) => void): Upload;
  state(attachmentId: string): Promise<Attachment>;
  forget(attachmentId: string): Promise<void>;
  /** Has a file read once more. */
  readAgain(attachmentId: string): Promise<void>;
  /** Whether calls can go out now. */
  online(): boolean;
}

/** What is attached to the questions that are being written, each topic's own. What is at the server is kept on the device. */
export class Attaching {
  /** What is attached in the topic that is open. */
  readonly list: ComputedRef<readonly AttachedFile[]>;
  private readonly all = shallowRef<readonly Entry[]>([]);
  private readonly place = ref('');
  private readonly sources = new Map<string, PickedFile>();
  private readonly uploads = new Map<string, Upload>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly tries = new Map<string, number>();
  private readonly looks = new Map<string, number>();
  private count = 0;

  constructor(private readonly options: AttachingOptions) {
    this.list = computed(() => this.all.value.filter((each) => each.place === this.place.value));
    const shelf = new AttachedShelf();
    for (const [place, attachments] of shelf.read()) this.putBack(place, attachments, true);
    watch(this.all, (all) => shelf.keep(all), { flush: 'sync' });
  }

  /** Shows what is attached in a topic, null for a new one. */
  open(topicId: string | null): void {
    this.place.value = topicId ?? '';
  }

  /** The new topic has got its id: what was attached meanwhile belongs to it. */
  become(topicId: string): void {
    this.all.value = this.all.value.map((each) => (each.place === '' ? { ...each, place: topicId } : each));
    this.open(topicId);
  }

  /** Attaches files to the question of the open topic, and sends them. */
  add(files: readonly PickedFile[]): void {
    const place = this.place.value;
    const added = files.map((file): Entry => {
      this.count += 1;
      const key = `file-${this.count}`;
      this.sources.set(key, file);
      const { name, bytes, picture, path } = file;
      return { ...FRESH, key, place, name, bytes, picture, path };
    });
    this.all.value = [...this.all.value, ...added];
    this.flush();
  }

  /** Takes what is ready for the question that is being sent. */
  take(): Attachment[] {
    const ready = this.list.value.filter(({ state }) => state === 'ready');
    for (const { key } of ready) this.drop(key);
    return ready.flatMap(({ attachment }) => attachment ?? []);
  }

  /** Puts back what a question had that was not asked; with `check` it may be gone at the server meanwhile. */
  putBack(topicId: string | null, attachments: readonly Attachment[], check: boolean): void {
    const back = attachments.map((attachment): Entry => {
      const { id: key, name, bytes, mime } = attachment;
      const picture = mime.startsWith('image/');
      const state = attachment.status === 'ready' ? 'ready' : 'reading';
      return { ...FRESH, key, place: topicId ?? '', name, bytes, picture, state, attachment };
    });
    this.all.value = [...back, ...this.all.value];
    for (const { key } of check ? back : []) this.look(key, key, 0);
  }

  /** Takes a file away, also one that is on its way. */
  remove(key: string): void {
    const gone = this.drop(key);
    if (gone?.attachment) this.forget(gone.attachment.id);
    this.flush();
  }

  /** Sends a file again that did not arrive, or has one read again that arrived. */
  retry(key: string): void {
    const { state, failure, attachment } = this.find(key) ?? {};
    if (state !== 'failed') return;
    this.tries.delete(key);
    this.looks.delete(key);
    if (failure === 'unreadable' && attachment) return void this.readAgain(key, attachment);
    if (!this.sources.has(key)) return;
    this.change(key, { ...UNHARMED, state: 'waiting', attachment: null });
    this.flush();
  }

  /** Something changed: sends whatever can leave now. */
  flush(): void {
    if (!this.options.online()) return;
    const room = PARALLEL - this.all.value.filter(({ state }) => state === 'sending').length;
    const waiting = this.all.value.filter(({ key, state }) => state === 'waiting' && !this.timers.has(key));
    for (const { key } of waiting.slice(0, Math.max(0, room))) void this.send(key);
  }

  private async send(key: string): Promise<void> {
    const source = this.sources.get(key);
    if (!source) return;
    // What was sent before a cut may count: the upload tells where it goes on.
    this.change(key, { ...UNHARMED, state: 'sending' });
    const upload = this.options.upload(source, (part) => this.told(key, part));
    this.uploads.set(key, upload);
    try {
      const attachment = await upload.done;
      this.uploads.delete(key);
      if (this.find(key)) this.arrived(key, attachment);
      else this.forget(attachment.id);
    } catch (error) {
      this.failed(key, toFailure(error));
    } finally {
      this.flush();
    }
  }

  private told(key: string, part: number): void {
    const before = this.find(key)?.progress ?? part;
    if (Math.abs(part - before) >= STEP || (part === 1 && before < 1)) this.change(key, { progress: part });
  }

  private arrived(key: string, attachment: Attachment): void {
    this.tries.delete(key);
    const { status, error, name, bytes } = attachment;
    if (status === 'processing') {
      this.change(key, { ...UNHARMED, state: 'reading', attachment });
      return this.look(key, attachment.id, this.nextLook(key));
    }
    this.looks.delete(key);
    if (status === 'ready') return this.change(key, { ...UNHARMED, state: 'ready', attachment, name, bytes });
    this.change(key, { state: 'failed', attachment, failure: error?.code ?? 'unreadable', reason: error?.reason });
  }

  private nextLook(key: string): number {
    const looks = this.looks.get(key) ?? 0;
    this.looks.set(key, looks + 1);
    return Math.min(READING_MAX_MS, READING_MS * READING_GROWTH ** looks);
  }

  private async readAgain(key: string, attachment: Attachment): Promise<void> {
    this.change(key, {
      ...UNHARMED,
      state: 'reading',
      attachment: { ...attachment, status: 'processing', progress: 0 },
    });
    try {
      await this.options.readAgain(attachment.id);
      this.look(key, attachment.id, this.nextLook(key));
    } catch (error) {
      const { code, reason } = toFailure(error);
      // It stays the file that could not be read, and can be tried again.
      const failure = code === 'not_found' ? code : 'unreadable';
      this.change(key, { state: 'failed', failure, reason: reason ?? attachment.error?.reason, attachment });
    }
  }

  private failed(key: string, { code, reason, retryAfterMs }: WireFailure): void {
    if (!this.find(key)) return;
    const tries = (this.tries.get(key) ?? 0) + (this.options.online() ? 1 : 0);
    this.tries.set(key, tries);
    if (!PASSING.includes(code) || tries >= TRIES_MAX)
      return this.change(key, { state: 'failed', failure: code, reason });
    this.change(key, { state: 'waiting', failure: code });
    this.wait(key, retryAfterMs ?? AGAIN_MS, () => this.flush());
  }

  /** Asks how a file stands at the server, after `ms`. */
  private look(key: string, attachmentId: string, ms: number): void {
    this.wait(key, ms, () => void this.ask(key, attachmentId));
  }

  private async ask(key: string, attachmentId: string): Promise<void> {
    try {
      const attachment = await this.options.state(attachmentId);
      if (this.find(key)) this.arrived(key, attachment);
    } catch (error) {
      const { code, reason } = toFailure(error);
      if (PASSING.includes(code)) this.look(key, attachmentId, AGAIN_MS);
      else this.change(key, { state: 'failed', failure: code, reason, attachment: null });
    }
  }

  private wait(key: string, ms: number, run: () => void): void {
    if (!this.find(key)) return;
    const timer = setTimeout(() => {
      this.timers.delete(key);
      run();
    }, ms);
    this.timers.set(key, timer);
  }

  /** The server deletes by itself what nobody asks about: it need not hear of this. */
  private forget(attachmentId: string): void {
    this.options.forget(attachmentId).catch(() => false);
  }

  private find(key: string): Entry | undefined {
    return this.all.value.find((each) => each.key === key);
  }

  private change(key: string, part: Partial<Entry>): void {
    this.all.value = this.all.value.map((each) => (each.key === key ? { ...each, ...part } : each));
  }

  private drop(key: string): Entry | undefined {
    const found = this.find(key);
    clearTimeout(this.timers.get(key));
    this.all.value = this.all.value.filter((each) => each !== found);
    // Also one that failed: a part of it may lie at the server.
    this.uploads.get(key)?.abort();
    for (const kept of [this.timers, this.tries, this.looks, this.sources, this.uploads]) kept.delete(key);
    return found;
  }
}

const UNHARMED = { failure: null, reason: undefined } as const;
const FRESH = { ...UNHARMED, path: '', state: 'waiting', progress: 0, attachment: null } as const;
