import { joinQuotation } from '@huati/shared';
import { computed } from 'vue';
import { t } from '@/i18n';
import { useChat } from './chat.store';

/** From here on the count is shown; the server's own limit is in tokens, which only it can count. */
const NEAR_LIMIT = 9_000;
const LIMIT = 10_000;

/** How long the question is that stands in the composer, with the passage that it quotes: both are asked as one text. */
export function useLength() {
  const chat = useChat();
  const length = computed(() => joinQuotation({ quotation: chat.quotation, text: chat.draft }).length);
  const left = computed(() => LIMIT - length.value);
  const count = computed(() => {
    if (length.value < NEAR_LIMIT) return '';
    return left.value < 0 ? t('chat.tooMany', { n: -left.value }) : t('chat.near', { n: left.value });
  });
  return { left, count };
}
