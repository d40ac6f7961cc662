import type { Page, Passage } from '@huati/shared';
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { ROWS_MAX } from '@/platform/rows';
import { toFailure, type WireFailure } from '@/transport';

/** So many are shown at once where a view may have few nodes, and fetched at once elsewhere. */
const FEW = 8;
const PART = 20;

export type FetchPassages = (cursor: string | null, limit: number) => Promise<Page<Passage>>;

/** What was read of a file, fetched as it is needed. */
export class Passages {
  readonly phase: Ref<'loading' | 'ready' | 'failed'> = ref('loading');
  readonly failure: ShallowRef<WireFailure | null> = shallowRef(null);
  readonly shown: ComputedRef<readonly Passage[]>;
  /** Whether there is more after, or before, what is shown. */
  readonly hasMore: ComputedRef<boolean>;
  readonly hasBefore: ComputedRef<boolean>;
  /** Whether all can be shown at once, one part after the other. */
  readonly endless: boolean;
  private readonly all = shallowRef<readonly Passage[]>([]);
  private readonly cursor = ref<string | null>(null);
  private readonly first = ref(0);
  private running = false;

  constructor(
    private readonly fetch: FetchPassages,
    private readonly rows = Number.isFinite(ROWS_MAX) ? FEW : Infinity,
  ) {
    this.endless = !Number.isFinite(rows);
    this.shown = computed(() => this.all.value.slice(this.first.value, this.end()));
    this.hasMore = computed(() => this.cursor.value !== null || this.end() < this.all.value.length);
    this.hasBefore = computed(() => this.first.value > 0);
  }

  /** Fetches the first, or tries once more. Never rejects. */
  async load(): Promise<void> {
    this.phase.value = 'loading';
    await this.part();
  }

  /** Shows what comes next, in addition, or where there is not room for all in its place. Never rejects. */
  async next(): Promise<void> {
    if (this.phase.value !== 'ready' || !this.hasMore.value) return;
    if (this.end() >= this.all.value.length) await this.part();
    if (this.end() < this.all.value.length) this.first.value = this.end();
  }

  /** Shows what comes before. */
  before(): void {
    this.first.value = Math.max(0, this.first.value - this.rows);
  }

  private end(): number {
    return this.first.value + this.rows;
  }

  private async part(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      const { items, nextCursor } = await this.fetch(this.cursor.value, Math.min(this.rows, PART));
      this.all.value = [...this.all.value, ...items];
      this.cursor.value = nextCursor;
      this.phase.value = 'ready';
      this.failure.value = null;
    } catch (error) {
      this.failure.value = toFailure(error);
      // What is there already stays; its end is tried again when it is reached again.
      if (this.all.value.length === 0) this.phase.value = 'failed';
    } finally {
      this.running = false;
    }
  }
}
