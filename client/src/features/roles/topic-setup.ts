import type { TopicSettings } from '@huati/shared';
import { computed, ref } from 'vue';
import { useChat } from '@/features/chat';
import { failureWords } from '@/features/failures';
import { useTopics } from '@/features/topics';
import { toFailure } from '@/transport';

/** How the open topic's questions are asked; of one that does not exist yet, how they will be. */
export function useTopicSetup() {
  const chat = useChat();
  const topics = useTopics();
  const busy = ref(false);
  const problem = ref('');
  const topic = computed(() => (chat.topicId === null ? undefined : topics.find(chat.topicId)));
  /** False while the open topic is not read yet: nothing of it can be changed then. */
  const known = computed(() => chat.topicId === null || topic.value !== undefined);
  const settings = computed((): TopicSettings => (chat.topicId === null ? chat.settings : (topic.value ?? {})));

  /** Out: whether they are kept now; `problem` tells why not. */
  async function save(next: TopicSettings): Promise<boolean> {
    problem.value = '';
    if (chat.topicId === null) {
      chat.settings = { ...chat.settings, ...next };
      return true;
    }
    busy.value = true;
    try {
      await topics.patch(chat.topicId, next);
      return true;
    } catch (error) {
      problem.value = failureWords(toFailure(error));
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { settings, known, busy, problem, save };
}
