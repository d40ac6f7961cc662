import { Failure } from '../../failure';
import type { WithFiles } from '../chat/window/fitted';
import { UNITS_PER_ESTIMATED } from '../../upstreams/model/tokens/estimate';
import type { AttachedRepository, PromptFile } from './attached.repository';
import type { FilesRepository } from './files.repository';
import { questionWithFiles } from './in-prompt';

/** What the model reads of files. */
export interface PromptFiles {
  /** A stored question, for budgets of at most `most` tokens. */
  stored(question: { id: string; text: string }, most: number): Promise<WithFiles>;
  /**
   * A question about to be asked with these attachments. Throws `not_found` where one is not the user's, `invalid` where one
   * cannot be asked about (any more).
   */
  asked(userId: string, text: string, attachmentIds: readonly string[]): Promise<WithFiles>;
}

export function createPromptFiles(
  files: Pick<FilesRepository, 'findAll'>,
  attached: Pick<AttachedRepository, 'forPrompt' | 'promptOf'>,
): PromptFiles {
  const over =
    (text: string, found: readonly PromptFile[]): WithFiles =>
    (budget) =>
      questionWithFiles(text, found, budget);

  return {
    stored: async ({ id, text }, most) => over(text, await attached.forPrompt(id, most * UNITS_PER_ESTIMATED)),

    asked: async (userId, text, attachmentIds) => {
      const rows = await files.findAll(userId, attachmentIds);
      if (rows.length < attachmentIds.length) throw new Failure('not_found', 'no such attachment');
      for (const { status, topic_id: topicId } of rows) {
        if (status !== 'ready') throw new Failure('invalid', 'an attachment is not ready');
        if (topicId !== null) throw new Failure('invalid', 'an attachment is used already');
      }
      return over(text, await attached.promptOf(attachmentIds, 0));
    },
  };
}
