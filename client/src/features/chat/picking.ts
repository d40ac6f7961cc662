import type { Template } from '@huati/shared';
import { computed, ref, watch } from 'vue';
import { matching, nextBlank, previousBlank, slashQuery, useTemplates, withWritten } from '@/features/templates';
import type { FieldKey } from '@/platform/field-keys';
import { canSelect, retypeField, selectIn, selectionOf, type Span } from '@/platform/text-field';
import { useChat } from './chat.store';

/** Templates for the composer whose field is inside of the element `host`: the list over it, and the blanks of one that was taken. */
export function usePicking(host: string) {
  const chat = useChat();
  const templates = useTemplates();
  /** The list was asked for by a button: it shows all, whatever stands in the field. */
  const browsing = ref(false);
  /** The list was closed; what stands in the field is a question like any other. */
  const dismissed = ref(false);
  const active = ref(0);
  /** A template was taken: the keys go from one of its blanks to the next. */
  const filling = ref(false);

  const query = computed(() => (browsing.value ? '' : dismissed.value ? null : slashQuery(chat.draft)));
  const offered = computed(() => (query.value === null ? [] : matching(templates.all, query.value)));
  const open = computed(() => offered.value.length > 0);
  /** What is to be filled in next, as it is called; empty where nothing is. */
  const blank = computed(() => {
    const found = filling.value && canSelect ? nextBlank(chat.draft, 0) : null;
    return found ? chat.draft.slice(found.start + 1, found.end - 1) : '';
  });

  watch(query, (now, before) => {
    active.value = 0;
    if (now !== null && before === null) void templates.load();
  });
  watch(
    () => chat.draft,
    (draft) => {
      browsing.value = false;
      if (slashQuery(draft) === null) dismissed.value = false;
      if (draft === '') filling.value = false;
    },
  );

  function close(): void {
    browsing.value = false;
    dismissed.value = slashQuery(chat.draft) !== null;
  }

  /** Begins the question with a template; what was written already goes into it. */
  function pick(template: Template): void {
    const written = !browsing.value && slashQuery(chat.draft) !== null ? '' : chat.draft;
    const text = withWritten(template.text, written);
    close();
    filling.value = true;
    if (!retypeField(host, text, nextBlank(text, 0))) chat.write(text);
  }

  function toBlank(find: (text: string, at: Span) => Span | null): boolean {
    const found = find(chat.draft, selectionOf(host) ?? { start: 0, end: 0 });
    if (found) selectIn(host, found);
    else filling.value = false;
    return found !== null;
  }

  const next = (): boolean => toBlank((text, { end }) => nextBlank(text, end));
  const previous = (): boolean => toBlank((text, { start }) => previousBlank(text, start));

  /** Takes a key where it means something here. */
  function take(key: FieldKey): boolean {
    return open.value ? takeInList(key) : filling.value && takeInBlanks(key);
  }

  function takeInList(key: FieldKey): boolean {
    const { length } = offered.value;
    const chosen = offered.value[active.value];
    if (key === 'up' || key === 'down') active.value = (active.value + (key === 'down' ? 1 : length - 1)) % length;
    else if (key === 'escape') close();
    else if (key === 'back-tab' || !chosen) return false;
    else pick(chosen);
    return true;
  }

  function takeInBlanks(key: FieldKey): boolean {
    if (key === 'tab') return next();
    if (key === 'back-tab') return previous();
    // From here on Tab leaves the field again.
    if (key === 'escape') filling.value = false;
    return key === 'escape';
  }

  return { open, offered, active, blank, pick, next, take, close, browse: () => void (browsing.value = true) };
}
