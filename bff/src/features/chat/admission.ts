import type { Ask } from '@huati/shared';
import type { ContentCheck } from '../content/content-check';
import type { MessagesRepository } from './messages/messages.repository';
import type { ToAsk } from './window/memory';

export interface AdmissionParts {
  repository: Pick<MessagesRepository, 'findByAsk'>;
  /** Rejects with `not_found` where the topic is not the user's, with `input_too_long` where the text does not fit. */
  assertFits(userId: string, ask: ToAsk): Promise<void>;
  /** Rejects where the text may not be asked; undefined: anything may. */
  checkContent?: ContentCheck | undefined;
}

/** Rejects where a text does not fit or may not be asked, which is found out at once. */
export type AssertFine = (userId: string, ask: ToAsk & Pick<Ask, 'askId'>) => Promise<void>;

export function createAdmission({ repository, assertFits, checkContent }: AdmissionParts): AssertFine {
  if (!checkContent) return assertFits;
  return async (userId, ask) => {
    const refused = new AbortController();
    const check = async (): Promise<void> => {
      // What was accepted before is not checked again.
      if (await repository.findByAsk(userId, ask.askId)) return;
      await checkContent(userId, 'question', ask.text, refused.signal);
    };
    try {
      await Promise.all([assertFits(userId, ask), check()]);
    } catch (refusal) {
      refused.abort();
      throw refusal;
    }
  };
}
