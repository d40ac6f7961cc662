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

  /** Shows the draft of a topic, null for a new one. */
  open(topicId: string | null): void {
    this.drafts.flush();
    this.topicId = topicId;
    this.editing.value = null;
    this.showDraft();
  }

  /** Takes a question that was asked into the composer; the draft waits meanwhile. */
  edit(questionId: string, text: string): void {
    this.editing.value = questionId;
    this.refusal.value = null;
    this.draft.value = text;
  }

  /** The draft is back. */
  endEdit(): void {
    this.editing.value = null;
    this.showDraft();
  }

  write(text: string): void {
    if (text === this.draft.value) return;
    this.draft.value = text;
    this.refusal.value = null;
    if (this.editing.value === null) this.drafts.set(this.topicId, text);
  }

  /** Puts a text back that was sent already, before whatever was written since. */
  putBack(topicId: string | null, text: string, refusal: WireFailure | null): void {
    const here = topicId === this.topicId;
    if (here && this.editing.value !== null) this.endEdit();
    const written = here ? this.draft.value : this.drafts.get(topicId);
    const both = written === '' ? text : `${text}\n${written}`;
    this.drafts.set(topicId, both);
    if (!here) return;
    this.draft.value = both;
    this.refusal.value = refusal;
  }

  /** The new topic has got its id: what was written meanwhile belongs to it. */
  become(topicId: string): void {
    this.topicId = topicId;
    this.drafts.set(null, '');
    this.drafts.set(topicId, this.draft.value);
  }

  private showDraft(): void {
    this.refusal.value = null;
    this.draft.value = this.drafts.get(this.topicId);
  }
}
