import type { Ask } from '@huati/shared';
import type { TopicRow } from '../../../db/schema';
import { Failure } from '../../../failure';
import type { TopicMemory } from '../questions';
import type { Filler } from './filler';
import { SYSTEM_PROMPT } from './prompt';

/** What of the topics this needs to know. */
export interface KnownTopics {
  find(userId: string, topicId: string): Promise<TopicRow | undefined>;
  findAny(topicId: string): Promise<TopicRow | undefined>;
  summaryOf(topicId: string): Promise<TopicMemory['summary']>;
}

export interface Memory {
  /** How the topic's questions are asked, whoever's it is. Throws `not_found`. */
  of(topicId: string): Promise<TopicMemory>;
  /** Throws `not_found` for a topic that is not the user's, `input_too_long` where the question does not fit. */
  assertFits(userId: string, ask: Pick<Ask, 'topicId' | 'text' | 'model' | 'settings'>): Promise<void>;
}

export function createMemory(topics: KnownTopics, filler: Filler): Memory {
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
      return { ...asking(row), summary };
    },

    assertFits: async (userId, { topicId, text, model, settings }) => {
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
