import { Template, type TemplateDraft } from '@huati/shared';
import { defineStore } from 'pinia';
import * as v from 'valibot';
import { computed, shallowRef, type Ref, type ShallowRef } from 'vue';
import { failureWords } from '@/features/failures';
import { locale, t } from '@/i18n';
import { uuid } from '@/platform/random';
import { deviceShelf } from '@/platform/shelf';
import { api, toFailure } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';
import { libraries } from './library';
import type { Offered } from './matching';

const KEY = 'templates';

/** What questions can begin with: the user's own as the device last knew them, then the library in the language in use. */
export const useTemplates = defineStore('templates', () => {
  const own: ShallowRef<readonly Template[]> = shallowRef([]);
  /** Counts what was changed here, for a list that was asked for before does not know it. */
  let changes = 0;

  const all: Ref<Offered[]> = computed(() => [
    ...own.value.map((template) => ({ ...template, own: true, keys: '' })),
    ...libraries[locale.value].map((template) => ({ ...template, own: false })),
  ]);

  function show(templates: readonly Template[]): void {
    own.value = templates;
    deviceShelf().put(KEY, templates);
  }

  /** Reads the user's own anew; what the device knows is there at once, and stays where that fails. Never rejects. */
  async function load(): Promise<void> {
    // Each time, for the shelf is empty once somebody else has the device.
    const kept = v.safeParse(v.array(Template), deviceShelf().get(KEY));
    own.value = kept.success ? kept.output : [];
    const before = changes;
    try {
      const templates = await api.templates();
      if (before === changes) show(templates);
    } catch (error) {
      // The list is there all the same; whoever changes it hears of the failure then.
      toFailure(error);
    }
  }

  /** Keeps a template, a new one where `id` is null. Rejects with a `WireFailure`. */
  async function save(id: string | null, draft: TemplateDraft): Promise<void> {
    const saved = await api.keepTemplate(id ?? (await uuid()), draft);
    changes += 1;
    show([saved, ...own.value.filter((template) => template.id !== saved.id)]);
  }

  /** Deletes a template, which can be brought back for a few seconds. Rejects with a `WireFailure`. */
  async function remove({ id, name, text }: Template): Promise<void> {
    await api.deleteTemplate(id);
    changes += 1;
    show(own.value.filter((template) => template.id !== id));
    const undo = (): void => {
      save(id, { name, text }).catch((error: unknown) =>
        showSnackbar({ text: t('templates.failed', { why: failureWords(toFailure(error)) }) }),
      );
    };
    showSnackbar({ text: t('templates.deleted', { name }), action: { label: t('topics.undo'), run: undo } });
  }

  return { own, all, load, save, remove };
});
