import { computed, ref, watch, type Ref } from 'vue';
import { failureWords } from '@/features/failures';
import { useFiles } from '@/features/files';
import { t } from '@/i18n';
import { readField, writeField } from '@/platform/text-field';
import { feel } from '@/ui/haptics';
import { useChat } from './chat.store';

interface Parts {
  /** How many characters the question may still grow by. */
  left: Readonly<Ref<number>>;
  /** What is attached to the question. */
  attached: Readonly<Ref<boolean>>;
  /** Before what stands in the field is looked at. */
  before(): void;
  /** What stands in the field goes. */
  goes(): void;
  sent(): void;
}

/** Sends what stands in the composer whose field is inside of the element `host`: at once, or as soon as its files are through. */
export function useAsking(host: string, { left, attached, before, goes, sent }: Parts) {
  const chat = useChat();
  const files = useFiles();
  /** The text that is to be sent as soon as its files are through; none other is. */
  const armedText = ref<string | null>(null);
  const armed = computed(() => armedText.value !== null);
  const obstacle = computed(() => (attached.value ? files.obstacle : ''));
  const worded = computed(() => chat.draft.trim() !== '' && left.value >= 0 && chat.canSend);
  const ready = computed(() => worded.value && obstacle.value === '');
  const waits = computed(() => worded.value && attached.value && files.pending);
  const note = computed(() => (armed.value && waits.value ? t('files.armed') : obstacle.value));
  const refusal = computed(() => {
    if (!chat.refusal) return '';
    const ofFiles = attached.value && ['invalid', 'not_found'].includes(chat.refusal.code);
    return ofFiles ? t('files.refused') : failureWords(chat.refusal);
  });
  /** The field tells of its emptying a moment later, when other words may stand there already. */
  let emptied = false;

  async function send(): Promise<void> {
    before();
    const text = readField(host) ?? chat.draft;
    if (text !== chat.draft) chat.write(text);
    if (!ready.value) return void (armedText.value = waits.value && !armed.value ? text : null);
    armedText.value = null;
    goes();
    feel('light');
    const rewords = chat.editing !== null;
    if (!rewords) {
      sent();
      empty();
    }
    await chat.send();
    if (rewords) sent();
  }

  function empty(): void {
    emptied = (readField(host) ?? '') !== '';
    writeField(host, '');
  }

  function typed({ value }: { value: string }): void {
    const echo = emptied && value === '';
    emptied = false;
    if (!echo) chat.write(value);
  }

  watch(ready, (is) => {
    if (!is || !armed.value) return;
    // Words that are just being composed stand in the field before they are told of.
    const same = (readField(host) ?? chat.draft) === armedText.value;
    armedText.value = null;
    if (same) void send();
  });
  // What is meant to go by itself goes as it is, in this topic and with these files. At once: words may come back as they were.
  watch(
    [() => chat.draft, () => chat.editing, () => chat.topicId, () => files.list.length],
    () => (armedText.value = null),
    { flush: 'sync' },
  );
  // What the server refused is back at once, whatever the field still has to tell.
  watch(
    () => chat.refusal,
    (refused) => {
      if (!refused) return;
      feel('refused');
      writeField(host, chat.draft);
    },
  );

  return { ready, waits, note, refusal, send, typed };
}
