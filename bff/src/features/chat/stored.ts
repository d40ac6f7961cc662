import type { MessageRow } from '../../db/schema';
import type { AnswerCache } from '../answer-cache/answer-cache';
import type { FilesAround } from '../evidence/evidence.repository';
import type { Given } from '../evidence/given';
import { besideSources, numberKnown } from '../evidence/known-sources';
import { leansOnHistory } from '../planning/needs';
import type { Known } from '../retrieval/knowing';
import type { TopicMemory } from './questions';
import type { Work } from './running';
import { SYSTEM_PROMPT } from './window/prompt';

/** A question with its answer, and the files that it may be about. */
interface Round {
  question: MessageRow;
  answer: MessageRow;
  files: Pick<FilesAround, 'any'>;
}

/** A text that is there already, and what it rests on. */
interface Stored {
  say: string;
  given: Given;
}

/** Answers that the model need not write. */
interface StoredAnswers {
  /** An answer of the past to the same question; undefined: there is none. */
  earlier(round: Round, memory: TopicMemory, signal: AbortSignal): Promise<Stored | undefined>;
  /**
   * What the organisation has written for this very question, which is not asked for once more, in no topic of other instructions,
   * and not about files or what was said before.
   */
  written(
    round: Round,
    memory: Pick<TopicMemory, 'instructions'>,
    looked: { sought: string; known: Promise<Known> | undefined },
  ): Promise<Stored | undefined>;
}

export function createStored(cache: AnswerCache | undefined): StoredAnswers {
  return {
    earlier: async ({ question, answer, files }, { instructions, model: name, thinking, retrieval }, signal) => {
      const asking = { instructions, model: answer.model ?? name, thinking, retrieval: answer.retrieval ?? retrieval };
      return cache?.find({ question, answer, asking, withFiles: files.any }, signal);
    },

    written: async ({ question, answer, files }, { instructions }, { sought, known }) => {
      if (!known || answer.ask_id !== null || files.any || instructions !== SYSTEM_PROMPT) return undefined;
      const { text, parent_id: parentId } = question;
      if (sought !== text || (parentId !== null && leansOnHistory(text))) return undefined;
      const all = await known;
      const { direct } = all;
      if (!direct) return undefined;
      const { sources } = numberKnown(direct.sources, undefined, 0);
      return { say: direct.text, given: { ...besideSources(all), files: [], sources, direct: direct.told } };
    },
  };
}

/** What is left to write of a stored text of which `begun` is there: half of it is never told as all of it. */
export function restOf(stored: Stored | undefined, begun: string): Work {
  if (!stored?.say.startsWith(begun)) return { end: { status: 'interrupted' } };
  if (stored.say === begun) return { end: { status: 'complete' } };
  return { ...stored, say: stored.say.slice(begun.length) };
}
