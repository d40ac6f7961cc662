import type { Role, RoleDraft } from '@huati/shared';
import { defineStore } from 'pinia';
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { locale } from '@/i18n';
import { api, toFailure, type WireFailure } from '@/transport';

/** Prompt templates: the user's own, then the library in the language in use. */
export const useRoles = defineStore('roles', () => {
  const roles: ShallowRef<Role[]> = shallowRef([]);
  const phase: Ref<'loading' | 'ready' | 'failed'> = ref('loading');
  const failure: ShallowRef<WireFailure | null> = shallowRef(null);

  /** Reads them anew; what is there stays meanwhile. Never rejects. */
  async function load(): Promise<void> {
    if (phase.value === 'failed') phase.value = 'loading';
    try {
      roles.value = await api.roles(locale.value === 'en' ? 'en' : 'zh');
      phase.value = 'ready';
    } catch (error) {
      failure.value = toFailure(error);
      if (phase.value === 'loading') phase.value = 'failed';
    }
  }

  /** Keeps a role of one's own, a new one where `roleId` is null. Rejects with a `WireFailure`. */
  async function save(roleId: string | null, draft: RoleDraft): Promise<void> {
    const saved = roleId === null ? await api.createRole(draft) : await api.changeRole(roleId, draft);
    const others = roles.value.filter((role) => role.id !== saved.id);
    roles.value = [saved, ...others];
  }

  /** Rejects with a `WireFailure`. */
  async function remove(roleId: string): Promise<void> {
    await api.deleteRole(roleId);
    roles.value = roles.value.filter((role) => role.id !== roleId);
  }

  return { roles, phase, failure, load, save, remove };
});
