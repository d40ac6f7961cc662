import type { About } from '@huati/shared';
import { defineStore } from 'pinia';
import { computed, shallowRef, type Ref } from 'vue';
import { api } from '@/transport';
import { connection } from '@/transport/connection';

/** What the deployment does, as far as what is shown depends on it; nothing of it until the server has told. */
export const useAbout = defineStore('about', () => {
  const told: Ref<About | null> = shallowRef(null);
  /** Answers can rest on the organisation's knowledge, and topics choose how it is looked for. */
  const retrieval: Ref<boolean> = computed(() => told.value?.retrieval ?? false);
  /** Questions that the deployment proposes to begin with. */
  const examples: Ref<readonly string[]> = computed(() => told.value?.examples ?? []);

  function read(): void {
    if (told.value) return;
    api.about().then(
      (about) => (told.value = about),
      // Asked again with the next connection; until then nothing is offered that may not be there.
      () => false,
    );
  }

  read();
  connection.onStatus((status) => {
    if (status === 'online') read();
  });
  return { retrieval, examples };
});
