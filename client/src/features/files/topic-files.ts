import type { Attachment } from '@huati/shared';
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { toFailure, type WireFailure } from '@/transport';

/** The files of the topic that is open. */
export class TopicFiles {
  readonly topicId: Ref<string | null> = ref(null);
  readonly all: ShallowRef<readonly Attachment[]> = shallowRef([]);
  readonly phase: Ref<'loading' | 'ready' | 'failed'> = ref('ready');
  readonly failure: ShallowRef<WireFailure | null> = shallowRef(null);

  /** Counts what was asked for, and of that what is shown: answers may overtake each other. */
  private asked = 0;
  private shown = 0;

  constructor(private readonly fetch: (topicId: string) => Promise<Attachment[]>) {}

  /** The topic is open, null: one that does not exist yet. */
  open(topicId: string | null): void {
    if (topicId === this.topicId.value) return;
    this.topicId.value = topicId;
    this.all.value = [];
    this.failure.value = null;
    this.phase.value = topicId === null ? 'ready' : 'loading';
  }

  /** Asks the server for them. What was known stays meanwhile. Never rejects. */
  async refresh(): Promise<void> {
    const topicId = this.topicId.value;
    if (topicId === null) return;
    if (this.phase.value === 'failed') this.phase.value = 'loading';
    this.asked += 1;
    const own = this.asked;
    const isLate = (): boolean => topicId !== this.topicId.value || own < this.shown;
    try {
      const files = await this.fetch(topicId);
      if (isLate()) return;
      this.shown = own;
      this.all.value = files;
      this.phase.value = 'ready';
    } catch (error) {
      if (isLate()) return;
      this.failure.value = toFailure(error);
      if (this.phase.value === 'loading') this.phase.value = 'failed';
    }
  }

  /** The server told how one of them stands. */
  told(file: Attachment): void {
    this.all.value = this.all.value.map((each) => (each.id === file.id ? file : each));
  }
}
