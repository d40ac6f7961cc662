import { onBeforeUnmount, watch } from 'vue';
import { answerFrom } from '@/features/answers';
import { useReading } from '@/features/reading';
import type { Sources } from '@/markdown/citations';
import { titlesOf } from '@/markdown/titles';
import { useChat } from './chat.store';
import { answerAmong } from './items';
import { rowId } from './list-scroll';

/** Reads answers of the open topic aloud. */
export function useReadAloud() {
  const chat = useChat();
  const reading = useReading();

  /** Begins with an answer, from the sentence on where something is selected. To be called in a tap. */
  function readAloud(answerId: string, selected: { node: Node; offset: number } | null = null): void {
    /** As it was known last: a long topic lets go of what is far from what is read. */
    let known: { text: string; streaming: boolean; sources: Sources } | null = null;
    const read = () => {
      const message = answerAmong(chat.items, answerId);
      const answer = chat.live.get(answerId) ?? (message && answerFrom(message));
      if (!answer) return known && { ...known, streaming: false };
      const { text, status, sources } = answer;
      return (known = { text, streaming: status === 'streaming', sources: titlesOf(sources) });
    };
    void reading.start({ row: rowId(answerId), read }, selected);
  }

  return { reading, readAloud };
}

/** Falls silent when the topic is left. */
export function silentElsewhere(): void {
  const chat = useChat();
  const reading = useReading();
  watch(() => chat.topicId, reading.stop);
  onBeforeUnmount(reading.stop);
}
