import type { MessageRow } from '../../db/schema';
import type { Model } from '../../upstreams/model/model';
import type { Evidence } from '../evidence/evidence';
import type { Given } from '../evidence/given';
import type { AnswerLog } from './answer-log';
import type { MessagesRepository } from './messages/messages.repository';
import type { Job, Work } from './running';
import type { Asking, Filler } from './window/filler';
import type { WithEvidence } from './window/fitted';

/** How a topic's questions are asked, and what stands for its turns that no longer fit. */
export interface TopicMemory extends Asking {
  summary: { text: string; upTo: string } | undefined;
}

/** Where an answer is written: who reads it is told how far its preparation is, and what it rests on. */
export interface Writer {
  log: Pick<AnswerLog, 'answerId' | 'setStage' | 'setSources'>;
  /** Which of the answer's writers this is. */
  generation: number;
}

/** What the model is to read for a question. */
export interface Questions {
  /** The work of answering `question` by the model `name`, undefined: the topic's. */
  fresh(question: MessageRow, name: string | undefined, writer: Writer): Promise<Work>;
  /** The work left on an answer of which `text` is written, for another process than began it. */
  rest(answer: MessageRow, text: string, writer: Writer): Promise<Work>;
}

export interface QuestionsParts {
  repository: MessagesRepository;
  model: Model;
  filler: Filler;
  memoryOf(topicId: string): Promise<TopicMemory>;
  evidence: Pick<Evidence, 'forQuestion' | 'given' | 'keep' | 'picturesFor' | 'mayHave'>;
  /** The most tokens of a request and its answer. */
  window: number;
}

/** A question, and what is there of its answer. */
interface ToAnswer {
  question: MessageRow;
  name: string | undefined;
  begun: string;
  /** What the answer rests on already, where it does. */
  given: WithEvidence | undefined;
}

export function createQuestions(parts: QuestionsParts): Questions {
  const { repository, model, filler, memoryOf, evidence, window } = parts;

  /** Stores it before the model is asked: what the answer's numbers stand for is never lost. */
  const tell = async (given: Given, { log, generation }: Writer): Promise<void> => {
    if (given.sources.length === 0) return;
    if (await evidence.keep(log.answerId, generation, given)) log.setSources(given);
  };

  const jobFor = async ({ question, name, begun, given: before }: ToAnswer, writer: Writer): Promise<Job> => {
    const memory = await memoryOf(question.topic_id);
    const asking = { ...memory, model: name ?? memory.model };
    const withFiles = before !== undefined || (await evidence.mayHave(question));
    if (withFiles) writer.log.setStage('retrieving');
    const found = before ?? (withFiles ? await evidence.forQuestion(question, window) : undefined);
    const showable = withFiles ? await evidence.picturesFor(question, asking.model) : [];
    if (found) writer.log.setStage('reading');
    const { messages, maxTokens, use, given, pictures } = await filler.fill({
      ...asking,
      afterId: question.parent_id,
      question: found?.least ?? question.text,
      evidence: found,
      pictures: showable,
      begun,
      summary: memory.summary?.text,
    });
    if (given && !before) await tell(given, writer);
    const { thinking } = asking;
    const continues = begun !== '';
    return { prompt: messages, pictures, model: asking.model, maxTokens, thinking, continues, window: use };
  };

  return {
    fresh: async (question, name, writer) => ({
      job: await jobFor({ question, name, begun: '', given: undefined }, writer),
    }),

    rest: async (answer, text, writer) => {
      const question = await repository.findAny(answer.parent_id ?? '');
      if (!question || (text !== '' && !model.mayContinue())) return { end: { status: 'interrupted' } };
      const given = await evidence.given(question, answer);
      // Where nobody has seen a word of it, it is written as if for the first time, with its thinking once more.
      return { job: await jobFor({ question, name: answer.model ?? undefined, begun: text, given }, writer) };
    },
  };
}
