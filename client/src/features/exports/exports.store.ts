import { defineStore } from 'pinia';
import { ref, shallowRef, type Ref } from 'vue';

/** What is to be exported: the round of an answer, or all that is shown of a topic; at first as a picture, or as a file. */
export interface Wanted {
  topicId: string;
  answerId: string | null;
  as: 'picture' | 'file';
}

/** What was asked to be exported; how that is done is loaded with its sheet. */
export const useExports = defineStore('exports', () => {
  const wanted: Ref<Wanted | null> = shallowRef(null);
  const open = ref(false);

  function show(what: Wanted): void {
    wanted.value = what;
    open.value = true;
  }

  return { wanted, open, show };
});
