import { onBeforeUnmount, ref, watch } from 'vue';
import { locale, t } from '@/i18n';
import { openPermissions } from '@/platform/permissions';
import { canHear, listen, type VoiceEnd } from '@/platform/voice';
import { showSnackbar } from '@/ui/snackbar';
import { useChat } from './chat.store';

/** How long the reason is shown why nothing was heard; ms. */
const REASON_MS = 8_000;

/** Speaking instead of writing: what is said is added to the text, what is only guessed yet is shown beside it. */
export function useDictating(write: (text: string) => void) {
  const chat = useChat();
  const available = canHear();
  const listening = ref(false);
  const interim = ref('');
  let voice: ReturnType<typeof listen> | null = null;

  function add(text: string): void {
    const words = text.trim();
    if (words === '') return;
    const between = /[a-z\d.,!?]$/i.test(chat.draft) && /^[a-z\d]/i.test(words) ? ' ' : '';
    write(chat.draft + between + words);
  }

  function ended(why: VoiceEnd): void {
    voice = null;
    listening.value = false;
    // Silence may come before the last words were settled.
    add(interim.value);
    interim.value = '';
    if (why === 'done') return;
    const settings = why === 'denied' ? openPermissions : null;
    const action = settings
      ? { label: t('files.settings'), run: settings }
      : { label: t('chat.voiceAgain'), run: () => toggle() };
    showSnackbar({ text: t(`chat.voice.${why}`), action, ms: REASON_MS });
  }

  /** Begins to listen, or stops and keeps what was said. */
  function toggle(): void {
    if (voice) return voice.stop();
    const own = listen(locale.value === 'en' ? 'en-US' : 'zh-CN', {
      interim: (text) => voice === own && (interim.value = text),
      said: (text) => voice === own && add(text),
      ended: (why) => voice === own && ended(why),
    });
    voice = own;
    listening.value = true;
    interim.value = '';
  }

  /** What stands there is sent: with what was heard up to now, and nothing more. */
  function finish(): void {
    const own = voice;
    if (!own) return;
    ended('done');
    own.abort();
  }

  /** Another topic is open, or none: what is said now does not belong there. */
  function leave(): void {
    interim.value = '';
    finish();
  }

  watch([() => chat.topicId, () => chat.editing], leave, { flush: 'sync' });
  onBeforeUnmount(leave);

  return { available, listening, interim, toggle, finish };
}
