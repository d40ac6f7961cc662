import { placesOf, type Role, type RoleDraft, type RolesQuery } from '@huati/shared';
import type { RoleRow } from '../../db/schema';
import { Failure } from '../../failure';
import { newId } from '../../ids';
import { libraryEn } from './library/en';
import type { LibraryRole } from './library/library-role';
import { libraryZh } from './library/zh';
import type { RolesRepository } from './roles.repository';

const libraries: Record<RolesQuery['lang'], readonly LibraryRole[]> = { zh: libraryZh, en: libraryEn };

/** Prompt templates: those everybody has, and each user's own. Throws `not_found` for what is not the user's. */
export interface RolesService {
  /** The user's own first, then the library in that language. */
  list(userId: string, query: RolesQuery): Promise<Role[]>;
  create(userId: string, draft: RoleDraft): Promise<Role>;
  change(userId: string, roleId: string, draft: RoleDraft): Promise<Role>;
  remove(userId: string, roleId: string): Promise<void>;
}

export function createRolesService(repository: RolesRepository): RolesService {
  const missing = () => new Failure('not_found', 'no such role');

  return {
    list: async (userId, { lang }) => [
      ...(await repository.list(userId)).map(toRole),
      ...libraries[lang].map((role) => ({ ...role, own: false })),
    ],

    create: async (userId, draft) => {
      const now = Date.now();
      const row: RoleRow = { id: newId(), user_id: userId, ...draft, created_at: now, updated_at: now };
      await repository.insert(row);
      return toRole(row);
    },

    change: async (userId, roleId, draft) => {
      await repository.update(userId, roleId, { ...draft, updated_at: Date.now() });
      const row = await repository.find(userId, roleId);
      if (!row) throw missing();
      return toRole(row);
    },

    remove: async (userId, roleId) => {
      if (!(await repository.remove(userId, roleId))) throw missing();
    },
  };
}

function toRole({ id, name, description, prompt }: RoleRow): Role {
  const variables = placesOf(prompt).map((place) => ({ name: place, label: place }));
  return { id, name, description, prompt, variables, own: true };
}
