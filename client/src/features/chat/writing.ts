import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { onHidden } from '@/platform/lifecycle';
import type { WireFailure } from '@/transport';
import { createDrafts } from './drafts';

/** What stands in the composer, and in those of the other topics. */
export class Writing {
  readonly draft: Ref<string> = ref('');
  /** Why the server would not take the text that stands there. */
  readonly refusal: ShallowRef<WireFailure | null> = shallowRef(null);
  /** The question that is being worded anew in the composer, in place of the draft. */
  readonly editing: Ref<string | null> = ref(null);
  private readonly drafts = createDrafts();
  private topicId: string | null = null;

  /** Keeps what is written even where the page goes without a word. */
  start(): void {
    onHidden(this.drafts.flush);
  }

  /** Shows the draft of a topic, null for a new one, or the question of it that was being worded anew. */
  open(topicId: string | null): void {
    this.drafts.flush();
    this.topicId = topicId;
    this.show();
  }

  /** Takes a question that was asked into the composer; the draft waits meanwhile. */
  edit(questionId: string, text: string): void {
    if (this.topicId === null) return;
    this.drafts.set(editOf(this.topicId), `${questionId}\n${text}`);
    this.show();
  }

  /** The rewording of a topic's question is over; the draft is back. */
  endEdit(topicId: string | null): void {
    if (topicId === null) return;
    this.drafts.set(editOf(topicId), '');
    if (topicId === this.topicId) this.show();
  }

  write(text: string): void {
    if (text === this.draft.value) return;
    this.draft.value = text;
    this.refusal.value = null;
    if (this.editing.value === null || this.topicId === null) this.drafts.set(this.topicId, text);
    else this.drafts.set(editOf(this.topicId), `${this.editing.value}\n${text}`);
  }

  /** Puts a text back that was sent already, before whatever was written since. */
  putBack(topicId: string | null, text: string, refusal: WireFailure | null): void {
    const here = topicId === this.topicId;
    const written = this.drafts.get(topicId);
    const both = written === '' ? text : `${text}\n${written}`;
    this.drafts.set(topicId, both);
    if (!here || this.editing.value !== null) return;
    this.draft.value = both;
    this.refusal.value = refusal;
  }

  /** The new topic has got its id: what was written meanwhile belongs to it. */
  become(topicId: string): void {
    this.topicId = topicId;
    this.drafts.set(null, '');
    this.drafts.set(topicId, this.draft.value);
  }

  private show(): void {
    const kept = this.topicId === null ? '' : this.drafts.get(editOf(this.topicId));
    const end = kept.indexOf('\n');
    this.editing.value = end < 0 ? null : kept.slice(0, end);
    this.draft.value = end < 0 ? this.drafts.get(this.topicId) : kept.slice(end + 1);
    this.refusal.value = null;
  }
}

/** Under which name the rewording of a topic's question is kept beside the drafts: its id, and the text after a line end. */
function editOf(topicId: string): string {
  return `edit ${topicId}`;
}
