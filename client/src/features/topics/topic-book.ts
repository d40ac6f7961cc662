import { Topic, TopicEvent, type TopicPatch } from '@huati/shared';
import * as v from 'valibot';
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { deviceShelf, type Shelf } from '@/platform/shelf';
import { api, toFailure, type WireFailure } from '@/transport';
import { compareTopics, withTopics } from './order';

const KEY = 'topics';
/** Topics of the list that the device keeps. */
const KEPT_MAX = 100;
/** So often the list is read anew because something changed meanwhile. */
const REFRESHES_MAX = 3;

/** The user's topics, as far as they were asked for. */
export class TopicBook {
  readonly all: ShallowRef<Topic[]>;
  readonly phase: Ref<'loading' | 'ready' | 'failed'>;
  readonly failure: ShallowRef<WireFailure | null> = shallowRef(null);
  /** For the next page; null where all are here. */
  readonly nextCursor: Ref<string | null> = ref(null);
  readonly loadingMore: Ref<boolean> = ref(false);
  /** The day by which topics are grouped. */
  readonly now: ShallowRef<Date> = shallowRef(new Date());

  /** Counts changes: a page that was being read meanwhile may not have them. */
  private changes = 0;
  /** Topics that were opened although the list was not read as far as them: they must not leave a gap in it. */
  private readonly known = new Map<string, Topic>();

  /** Begins with what the device kept of the list, if anything. */
  constructor(private readonly shelf: Shelf = deviceShelf()) {
    const kept = v.safeParse(v.array(Topic), shelf.get(KEY));
    this.all = shallowRef(kept.success ? kept.output : []);
    this.phase = ref(kept.success ? 'ready' : 'loading');
  }

  /** Reads the first page anew; what further pages gave stays. Never rejects: `phase` and `failure` tell. */
  async refresh(tries = REFRESHES_MAX): Promise<void> {
    try {
      const before = this.changes;
      const page = await api.topics(null);
      if (this.changes !== before && tries > 1) return await this.refresh(tries - 1);
      const end = page.items[page.items.length - 1];
      // Above the page's end the server's word is complete: what it does not name there is gone.
      const below =
        end && page.nextCursor !== null ? this.all.value.filter((topic) => compareTopics(topic, end) > 0) : [];
      this.set(withTopics(below, page.items));
      if (below.length === 0) this.nextCursor.value = page.nextCursor;
      this.now.value = new Date();
      this.phase.value = 'ready';
      this.failure.value = null;
    } catch (error) {
      this.failure.value = toFailure(error);
      if (this.phase.value === 'loading') this.phase.value = 'failed';
    }
  }

  /** Another user is here: what is known is not theirs. */
  forget(): void {
    this.known.clear();
    this.changes += 1;
    this.all.value = [];
    this.nextCursor.value = null;
    this.phase.value = 'loading';
  }

  /** Reads the next page, if there is one. Never rejects; the same page is asked for again at the next call. */
  async loadMore(): Promise<void> {
    if (this.nextCursor.value === null || this.loadingMore.value) return;
    this.loadingMore.value = true;
    try {
      const page = await api.topics(this.nextCursor.value);
      this.put(...page.items);
      this.nextCursor.value = page.nextCursor;
    } catch (error) {
      this.failure.value = toFailure(error);
    } finally {
      this.loadingMore.value = false;
    }
  }

  /** Another device, or the server itself, changed a topic. */
  apply(event: TopicEvent): void {
    if (!v.is(TopicEvent, event)) return;
    this.now.value = new Date();
    if ('topic' in event) this.put(event.topic);
    else if ('deleted' in event) this.set(this.all.value.filter((topic) => topic.id !== event.topicId));
  }

  /** Changes a topic at once and puts it back where the server refuses. Rejects with a `WireFailure`. */
  async patch(topicId: string, change: TopicPatch): Promise<void> {
    const before = this.find(topicId);
    const { title = before?.title, pinned = before?.pinned } = change;
    if (before && title !== undefined && pinned !== undefined) this.put({ ...before, title, pinned });
    try {
      this.put(await api.patchTopic(topicId, change));
    } catch (error) {
      if (before) this.put(before);
      throw toFailure(error);
    }
  }

  /** Reads a topic that is not known yet. Never rejects: it is asked for again with the next connection. */
  async ensure(topicId: string): Promise<void> {
    if (this.find(topicId)) return;
    try {
      this.known.set(topicId, await api.topic(topicId));
      this.all.value = [...this.all.value];
    } catch (error) {
      this.failure.value = toFailure(error);
    }
  }

  /** The topic, as far as it is known here; undefined for one that was never listed. */
  find(topicId: string): Topic | undefined {
    return this.all.value.find((topic) => topic.id === topicId) ?? this.known.get(topicId);
  }

  private put(...topics: Topic[]): void {
    for (const topic of topics) if (this.known.has(topic.id)) this.known.set(topic.id, topic);
    this.set(withTopics(this.all.value, topics));
  }

  private set(topics: Topic[]): void {
    this.changes += 1;
    this.all.value = topics;
    this.shelf.put(KEY, topics.slice(0, KEPT_MAX));
  }
}
