import type { SharedMessage, Source } from '@huati/shared';
import { ref, shallowRef, type Ref } from 'vue';
import type { Growing } from './live/shown';

type Looked = Pick<SharedMessage, 'text' | 'retrieval' | 'graph' | 'lookup'> & {
  sources: readonly Source[];
  n: number;
  question?: string | undefined;
};

/** The source of an answer that is looked at; it is still seen while the sheet goes away. */
export function useLooking(messages: Readonly<Ref<readonly SharedMessage[]>>, growing: Growing) {
  const looked = shallowRef<Looked>({ text: '', sources: [], n: 0 });
  const looking = ref(false);
  /** A browser gets what shows sources when one is looked at first. */
  const wanted = ref(false);

  function look(message: SharedMessage, n: number): void {
    const { text, sources = [], retrieval, graph, lookup } = growing.get(message.id) ?? message;
    // A share is one branch: what stands before an answer is its question, where that was shared.
    const at = messages.value.findIndex(({ id }) => id === message.id);
    const before = messages.value[at - 1];
    const question = before?.role === 'user' ? before.text : undefined;
    looked.value = {
      text,
      sources,
      n,
      question,
      ...(retrieval && { retrieval }),
      ...(graph && { graph }),
      ...(lookup && { lookup }),
    };
    wanted.value = true;
    looking.value = true;
  }

  return { looked, looking, wanted, look };
}
