import { FormulasReply, type Formula } from '@huati/shared';
import { keptToken } from './credentials';
import { call } from './http';

export const formulasApi = {
  /** Formulas as pictures, in the same order; also for readers of a share, who may have no session. */
  formulas: async (items: Formula[]): Promise<FormulasReply['items']> => {
    const body = { items };
    const as = { open: true, token: keptToken() };
    return (await call({ method: 'POST', path: '/api/formulas', body, expect: FormulasReply, ...as })).items;
  },
};
