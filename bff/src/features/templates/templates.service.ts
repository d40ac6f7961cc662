import { TEMPLATES_MAX, type Template, type TemplateDraft } from '@huati/shared';
import { Failure } from '../../failure';
import type { TemplatesRepository } from './templates.repository';

/** Each user's own templates of questions. Throws `not_found` for what is not the user's. */
export interface TemplatesService {
  list(userId: string): Promise<Template[]>;
  /** Keeps it under the id that the client gave. Throws `invalid` where there are as many as one may have. */
  keep(userId: string, templateId: string, draft: TemplateDraft): Promise<Template>;
  remove(userId: string, templateId: string): Promise<void>;
}

export function createTemplatesService(repository: TemplatesRepository): TemplatesService {
  const missing = () => new Failure('not_found', 'no such template');

  return {
    list: async (userId) => (await repository.list(userId)).map(({ id, name, text }) => ({ id, name, text })),

    keep: async (userId, id, draft) => {
      const notKept = await repository.keep({ id, user_id: userId, ...draft, updated_at: Date.now() });
      if (notKept === 'foreign') throw missing();
      if (notKept === 'full') throw new Failure('invalid', `there are ${TEMPLATES_MAX} templates already`);
      return { id, ...draft };
    },

    remove: async (userId, templateId) => {
      if (!(await repository.remove(userId, templateId))) throw missing();
    },
  };
}
