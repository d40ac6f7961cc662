import { ref, type Ref } from 'vue';

/** Whether what comes late may be drawn. Here it is fetched, and tried again, by itself. */
export const drawsLate: Readonly<Ref<boolean>> = ref(true);
