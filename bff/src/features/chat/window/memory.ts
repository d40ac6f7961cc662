import type { Ask } from '@huati/shared';
import type { TopicRow } from '../../../db/schema';
import { Failure } from '../../../failure';
import type { Evidence } from '../../evidence/evidence';
import type { TopicMemory } from '../questions';
import type { Filler } from './filler';
import { SYSTEM_PROMPT } from './prompt';

/** What of the topics this needs to know. */
export interface KnownTopics {
  find(userId: string, topicId: string): Promise<TopicRow | undefined>;
  findAny(topicId: string): Promise<TopicRow | undefined>;
  summaryOf(topicId: string): Promise<TopicMemory['summary']>;
}

/** A question about to be asked. `rewords`: the one whose files it has too. */
export interface ToAsk extends Pick<Ask, 'topicId' | 'text' | 'model' | 'settings' | 'attachmentIds'> {
  rewords?: { id: string };
}

export interface Memory {
  /** How the topic's questions are asked, whoever's it is. Throws `not_found`. */
  of(topicId: string): Promise<TopicMemory>;
  /**
   * Throws `not_found` for a topic or an attachment that is not the user's, `invalid` where an attachment cannot be asked
   * about, `input_too_long` where the question does not fit with the names of its files.
   */
  assertFits(userId: string, ask: ToAsk): Promise<void>;
}

export function createMemory(
  topics: KnownTopics,
  evidence: Pick<Evidence, 'least' | 'leastOf'>,
  filler: Filler,
): Memory {
  const asking = ({
    system_prompt: prompt,
    model,
    thinking,
  }: Pick<TopicRow, 'system_prompt' | 'model' | 'thinking'>) => ({
    instructions: prompt ?? SYSTEM_PROMPT,
    model: model ?? undefined,
    thinking: thinking === null ? undefined : thinking === 'on',
  });

  return {
    of: async (topicId) => {
      const row = found(await topics.findAny(topicId));
      const summary = row.summary_upto === null ? undefined : await topics.summaryOf(topicId);
      return { ...asking(row), retrieval: row.retrieval, summary };
    },

    assertFits: async (userId, { topicId, text: words, attachmentIds = [], rewords, model, settings }) => {
      const text = rewords
        ? await evidence.least({ id: rewords.id, text: words })
        : await evidence.leastOf(userId, words, attachmentIds);
      if (topicId !== undefined) {
        const known = asking(found(await topics.find(userId, topicId)));
        return filler.assertFits({ ...known, model: model ?? known.model }, text);
      }
      const instructions = settings?.systemPrompt ?? SYSTEM_PROMPT;
      const name = model ?? settings?.model ?? undefined;
      if (settings?.systemPrompt) await filler.assertInstructions(instructions, name);
      await filler.assertFits({ instructions, model: name, thinking: settings?.thinking ?? undefined }, text);
    },
  };
}

function found(row: TopicRow | undefined): TopicRow {
  if (!row) throw new Failure('not_found', 'no such topic');
  return row;
}
