import { SHARE_PASSWORD, type ShareRequest } from '@huati/shared';
import { computed, reactive } from 'vue';
import type { Days } from './sharing.store';

interface Form {
  /** All of the topic, or the `chosen` messages of it. */
  whole: boolean;
  chosen: readonly string[];
  days: Days;
  locked: boolean;
  password: string;
  live: boolean;
  pictures: boolean;
}

const fresh = (messageIds: readonly string[] | undefined): Form => ({
  whole: messageIds === undefined,
  chosen: messageIds ?? [],
  days: 30,
  locked: false,
  password: '',
  live: false,
  pictures: true,
});

/** What of a topic is to be shared, and how. */
export function useShareForm() {
  const form = reactive(fresh(undefined));
  const live = computed(() => form.whole && form.live);
  const ready = computed(
    () => (form.whole || form.chosen.length > 0) && (!form.locked || form.password.length >= SHARE_PASSWORD.least),
  );

  /** As the server takes it. */
  const request = computed((): Partial<ShareRequest> => ({
    expiresInDays: form.days,
    pictures: form.pictures,
    ...(live.value && { live: true }),
    ...(!form.whole && { messageIds: [...form.chosen] }),
    ...(form.locked && { password: form.password }),
  }));

  return {
    form,
    live,
    ready,
    request,
    /** From the start, with these messages chosen where there are some. */
    begin: (messageIds?: readonly string[]) => Object.assign(form, fresh(messageIds)),
  };
}
export type ShareForm = ReturnType<typeof useShareForm>;
