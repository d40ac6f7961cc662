import { Template, Templates, type TemplateDraft } from '@huati/shared';
import * as v from 'valibot';
import { call } from './http';

const at = (id: string): string => `/api/templates/${encodeURIComponent(id)}`;

/** The user's own templates of questions. All reject with a `WireFailure`. */
export const templatesApi = {
  templates: async (): Promise<Template[]> =>
    (await call({ method: 'GET', path: '/api/templates', expect: Templates })).items,

  /** Keeps a template under an id of ours: a new one, or in place of what it was. */
  keepTemplate: (id: string, body: TemplateDraft): Promise<Template> =>
    call({ method: 'PUT', path: at(id), body, expect: Template }),

  deleteTemplate: async (id: string): Promise<void> => {
    await call({ method: 'DELETE', path: at(id), expect: v.unknown() });
  },
};
