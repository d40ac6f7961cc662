import { clip, TEMPLATE_TEXT_MAX, type Template } from '@huati/shared';
import { computed, ref } from 'vue';
import { useFiles } from '@/features/files';
import { t } from '@/i18n';
import { documentsFrom } from '@/platform/pick-files';
import type { MenuItem } from '@/ui/menu';
import { useChat } from './chat.store';
import type { useDictating } from './dictating';
import type { usePicking } from './picking';

/** Of a template that is made of what stands there: so much of its beginning is its name at first, UTF-16 units. */
const NAME_UNITS = 12;

type Picking = Pick<ReturnType<typeof usePicking>, 'open' | 'browse' | 'close'>;
type Dictating = Pick<ReturnType<typeof useDictating>, 'available' | 'toggle'>;

/** What can be added to a question, and made of it, from the composer's menu. */
export function useComposerMenu(picking: Picking, dictating: Dictating) {
  const chat = useChat();
  const files = useFiles();
  const choosing = ref(false);
  /** The template that is being made or changed: its own, null for a new one. */
  const template = ref<Template | null>(null);
  const keeping = ref(false);
  const sources = computed((): MenuItem[] => [
    { key: 'photos', label: t('files.photos'), icon: 'image' },
    ...(documentsFrom === null
      ? []
      : [
          {
            key: 'documents',
            label: t(documentsFrom === 'chat' ? 'files.chatDocuments' : 'files.documents'),
            icon: 'file',
          } as const,
        ]),
    { key: 'templates', label: t('templates.title'), icon: 'list' },
    ...(chat.draft.trim() === '' ? [] : [{ key: 'keep', label: t('templates.keep'), icon: 'plus' } as const]),
    ...(dictating.available ? [{ key: 'voice', label: t('chat.voice'), icon: 'mic' } as const] : []),
  ]);
  /** What a template would be that is made of what stands there. */
  const asTemplate = computed(() => {
    const text = picking.open.value ? '' : clip(chat.draft.trim(), TEMPLATE_TEXT_MAX);
    return { name: clip(text.split('\n')[0] ?? '', NAME_UNITS), text };
  });

  function choose(key: string): void {
    if (key === 'templates') picking.browse();
    else if (key === 'keep') editTemplate(null);
    else if (key === 'voice') dictating.toggle();
    else void files.pick(key === 'photos' ? 'photos' : 'documents');
  }

  function editTemplate(own: Template | null): void {
    template.value = own;
    keeping.value = true;
    if (own !== null || chat.draft.trim() === '') picking.close();
  }

  return { choosing, sources, choose, template, keeping, asTemplate, editTemplate };
}
