import { joinQuotation, splitQuotation } from '@huati/shared';
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { onHidden } from '@/platform/lifecycle';
import type { WireFailure } from '@/transport';
import { createDrafts } from './drafts';

/** What stands in the composer, and in those of the other topics. */
export class Writing {
  readonly draft: Ref<string> = ref('');
  /** The passage that the question is about, shown beside the text; empty where there is none. */
  readonly quotation: Ref<string> = ref('');
  /** The message that the passage is of; null where that is not known. */
  readonly quotedFrom: Ref<string | null> = ref(null);
  /** Why the server would not take the text that stands there. */
  readonly refusal: ShallowRef<WireFailure | null> = shallowRef(null);
  /** The question that is being worded anew in the composer, in place of the draft. */
  readonly editing: Ref<string | null> = ref(null);
  private readonly drafts = createDrafts(() => this.follow());
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

  /** What stands there as one text, as it is asked. */
  whole(): string {
    return joinQuotation({ quotation: this.quotation.value, text: this.draft.value });
  }

  write(text: string): void {
    if (text === this.draft.value) return;
    this.draft.value = text;
    this.refusal.value = null;
    this.keep();
  }

  /** What stood there was asked. */
  clear(): void {
    this.setQuotation('', null);
    this.draft.value = '';
    this.refusal.value = null;
    this.keep();
  }

  /**
   * Puts a passage of the message `from` before the question, in place of another; an empty one takes it away.
   * Out: undoes that where it stands.
   */
  quote(quotation: string, from: string | null): () => void {
    const { topicId } = this;
    const editing = this.editing.value;
    const before = { quotation: this.quotation.value, from: this.quotedFrom.value };
    this.setQuotation(quotation, from);
    this.keep();
    return () => {
      if (topicId !== this.topicId || editing !== this.editing.value) return;
      this.setQuotation(before.quotation, before.from);
      this.keep();
    };
  }

  private setQuotation(quotation: string, from: string | null): void {
    this.quotation.value = quotation;
    this.quotedFrom.value = quotation === '' ? null : from;
  }

  private keep(): void {
    const from = this.quotedFrom.value;
    if (this.editing.value === null || this.topicId === null) this.drafts.set(this.topicId, this.whole(), from);
    else this.drafts.set(editOf(this.topicId), `${this.editing.value}\n${this.whole()}`, from);
  }

  /** Puts a text back that was sent already, before whatever was written since. */
  putBack(topicId: string | null, text: string, refusal: WireFailure | null): void {
    const here = topicId === this.topicId;
    const [back, written] = [splitQuotation(text), splitQuotation(this.drafts.get(topicId))];
    const both = {
      quotation: together('\n\n', back.quotation, written.quotation),
      text: together('\n', back.text, written.text),
    };
    // What was sent does not tell any more where its passage stands.
    const from = back.quotation === '' ? this.drafts.from(topicId) : null;
    this.drafts.set(topicId, joinQuotation(both), from);
    if (!here || this.editing.value !== null) return;
    this.draft.value = both.text;
    this.setQuotation(both.quotation, from);
    this.refusal.value = refusal;
  }

  /** The new topic has got its id: what was written meanwhile belongs to it. */
  become(topicId: string): void {
    this.topicId = topicId;
    this.drafts.set(null, '');
    this.drafts.set(topicId, this.whole(), this.quotedFrom.value);
  }

  /** Another tab wrote on: what stands here is the same draft. */
  private follow(): void {
    const { refusal } = this;
    const before = refusal.value;
    this.show();
    refusal.value = before;
  }

  private show(): void {
    const kept = this.topicId === null ? '' : this.drafts.get(editOf(this.topicId));
    const end = kept.indexOf('\n');
    this.editing.value = end < 0 ? null : kept.slice(0, end);
    const { quotation, text } = splitQuotation(end < 0 ? this.drafts.get(this.topicId) : kept.slice(end + 1));
    this.draft.value = text;
    this.setQuotation(
      quotation,
      this.drafts.from(end < 0 || this.topicId === null ? this.topicId : editOf(this.topicId)),
    );
    this.refusal.value = null;
  }
}

/** Under which name the rewording of a topic's question is kept beside the drafts: its id, and the text after a line end. */
function editOf(topicId: string): string {
  return `edit ${topicId}`;
}

function together(between: string, ...parts: string[]): string {
  return parts.filter((part) => part !== '').join(between);
}
