import type { Ref } from 'vue';
import { useFiles } from '@/features/files';
import { hasKeyboard, type FieldKey } from '@/platform/field-keys';
import { readField } from '@/platform/text-field';
import { useChat } from './chat.store';
import type { usePicking } from './picking';

interface Parts {
  picking: Pick<ReturnType<typeof usePicking>, 'take'>;
  large: Ref<boolean>;
  send(): Promise<void>;
}

/** What keys do in the composer's field. Out: takes a key where it means something, and tells whether it did. */
export function useComposerKeys(host: string, { picking, large, send }: Parts): (key: FieldKey) => boolean {
  const chat = useChat();
  const files = useFiles();

  /** Esc leads one step back: to the small field, then to the draft. */
  function leave(): boolean {
    const inside = large.value || chat.editing !== null;
    if (large.value) large.value = false;
    else if (inside) chat.endEdit();
    return inside;
  }

  /** In an empty field the way up leads to the question before. */
  function editLast(): boolean {
    const blank = (readField(host) ?? chat.draft) === '' && chat.quotation === '' && files.list.length === 0;
    if (!blank || chat.editing !== null || !chat.online || chat.runningId !== null) return false;
    const asked = chat.items.filter((item) => item.kind === 'question' && !item.sending).pop();
    if (asked?.kind !== 'question') return false;
    chat.startEdit(asked.id, asked.text);
    return true;
  }

  return (key) => {
    if (picking.take(key)) return true;
    if (key === 'escape') return leave();
    if (key === 'up') return hasKeyboard() && editLast();
    if (key === 'send') void send();
    return key === 'send';
  };
}
