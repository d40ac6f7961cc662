import type { MessageRow } from '../../db/schema';
import type { Model } from '../../upstreams/model/model';
import type { AnswerCache } from '../answer-cache/answer-cache';
import type { Evidence } from '../evidence/evidence';
import type { FilesAround } from '../evidence/evidence.repository';
import type { Given } from '../evidence/given';
import { shownIn } from '../evidence/shown';
import type { Planner } from '../planning/plan';
import type { Toolbox } from '../planning/tools/toolbox';
import type { Tools, ToolsFor } from '../planning/tools/tools';
import type { Known, Knowing, ToKnow } from '../retrieval/knowing';
import type { AnswerLog } from './answer-log';
import type { MessagesRepository } from './messages/messages.repository';
import type { Job, Work } from './running';
import { createStored, restOf } from './stored';
import type { Asking, Filler } from './window/filler';
import type { WithEvidence } from './window/fitted';

/** How a topic's questions are asked, and what stands for its turns that no longer fit. */
export interface TopicMemory extends Asking {
  /** Which evidence its answers use; undefined: the best there is. */
  retrieval: MessageRow['retrieval'];
  summary: { text: string; upTo: string } | undefined;
}

/** Where an answer is written: who reads it is told how far its preparation is, and what it rests on. */
export interface Writer {
  log: Pick<AnswerLog, 'answerId' | 'setStage' | 'setSources'>;
  /** Which of the answer's writers this is. */
  generation: number;
  /** Aborted where the answer is to end, or is another process's. */
  signal: AbortSignal;
  /** Has other processes look for what the answer rests on, which was stored anew. Never rejects. */
  sourced(): Promise<void>;
}

/** What the model is to read for a question. */
export interface Questions {
  /** The work of answering `question` as the row of its answer says. */
  fresh(question: MessageRow, answer: MessageRow, writer: Writer): Promise<Work>;
  /** The work left on an answer of which `text` is written, for another process than began it. */
  rest(answer: MessageRow, text: string, writer: Writer): Promise<Work>;
}

export interface QuestionsParts {
  repository: MessagesRepository;
  model: Model;
  filler: Filler;
  memoryOf(topicId: string): Promise<TopicMemory>;
  evidence: Pick<Evidence, 'forQuestion' | 'given' | 'keep' | 'picturesFor' | 'filesFor'>;
  /** What a question needs before the model is asked, and what the organisation knows; undefined: no service is there. */
  planner: Planner;
  knowing: Knowing | undefined;
  /** What the model may have done on the way. */
  tools: Tools;
  /** Answers that are given again; undefined: none is. */
  cache: AnswerCache | undefined;
  /** The most tokens of a request and its answer. */
  window: number;
}

/** The part of the window that is wanted of what is known: more would never be given. */
const WANTED = 0.5;

/** A question with its answer, of which `begun` is there. */
interface ToAnswer {
  question: MessageRow;
  answer: MessageRow;
  begun: string;
  /** What the answer rests on already, where it does. */
  given: WithEvidence | undefined;
  files: FilesAround;
}

/** What is looked up for a question: while files are searched for `sought`, `known` is on its way. */
interface Sought {
  sought: string;
  known: Promise<Known> | undefined;
  /** How the model may look more up, where it may. */
  more?: Pick<ToKnow, 'mode'>;
}

export function createQuestions(parts: QuestionsParts): Questions {
  const { repository, model, filler, memoryOf, evidence, planner, knowing, tools, cache, window } = parts;
  const stored = createStored(cache);

  /** Stores it before the model is asked: what the answer's numbers stand for is never lost. */
  const tell = async (given: Given, { log, generation, sourced }: Writer): Promise<void> => {
    if (!(await evidence.keep(log.answerId, generation, given))) return;
    await sourced();
    log.setSources(given);
  };

  const toolboxFor = (
    { continues, model: name }: Pick<Job, 'continues' | 'model'>,
    answer: Omit<ToolsFor, 'tell'>,
    writer: Writer,
  ): Toolbox | undefined => {
    if (continues || !model.takesTools(name)) return undefined;
    return tools({ ...answer, tell: (given) => tell(given, writer) });
  };

  const seek = async (
    { question, answer }: Pick<ToAnswer, 'question' | 'answer'>,
    { retrieval, model: name }: TopicMemory,
    { log, signal }: Writer,
  ): Promise<Sought> => {
    const { text, user_id: userId } = question;
    const wanted = answer.retrieval ?? retrieval ?? undefined;
    if (!knowing || wanted === 'off') return { sought: text, known: undefined };
    const toPlan = { text, parentId: question.parent_id, attached: question.attached, retrieval: wanted, model: name };
    const plan = await planner.planFor(toPlan, signal);
    if (plan.kind === 'direct') return { sought: text, known: undefined };
    log.setStage('retrieving');
    const { question: sought, hypothetical } = plan;
    const budgetTokens = Math.floor(window * WANTED);
    return {
      sought,
      known: knowing.find({ question: sought, mode: wanted, hypothetical, budgetTokens, userId }, signal),
      more: { mode: wanted },
    };
  };

  /** Read as late as can be: while it was looked for evidence, the beginning of the topic may have been summed up. */
  const summaryOf = async (topicId: string): Promise<string | undefined> => (await memoryOf(topicId)).summary?.text;

  const jobFor = async (
    { question, answer, begun, given: before, files }: ToAnswer,
    memory: TopicMemory,
    writer: Writer,
    { sought, known, more }: Sought,
  ): Promise<Job> => {
    const asking = { ...memory, model: answer.model ?? memory.model };
    const withFiles = before !== undefined || files.any;
    if (withFiles) writer.log.setStage('retrieving');
    const toGive = { question, files: files.ready, sought, known, window };
    const found = before ?? (withFiles || known ? await evidence.forQuestion(toGive) : undefined);
    const showable = await evidence.picturesFor(question, files.ready, asking.model);
    if (found) writer.log.setStage('reading');
    const filled = await filler.fill({
      ...asking,
      afterId: question.parent_id,
      question: found?.least ?? question.text,
      evidence: found,
      pictures: showable,
      begun,
      summary: await summaryOf(question.topic_id),
    });
    const { messages, maxTokens, use, pictures } = filled;
    const continues = begun !== '';
    const given = continues ? filled.given : notCalculated(filled.given);
    if (given && (before ? given !== filled.given : worthTelling(given))) await tell(given, writer);
    const { thinking } = asking;
    const job = { prompt: messages, pictures, model: asking.model, maxTokens, thinking, continues, window: use };
    return { ...job, tools: toolboxFor(job, { question, search: more, given }, writer) };
  };

  const fresh: Questions['fresh'] = async (question, answer, writer) => {
    const memory = await memoryOf(question.topic_id);
    const files = await evidence.filesFor(question);
    const earlier = await stored.earlier({ question, answer, files }, memory, writer.signal);
    if (earlier) {
      await tell(earlier.given, writer);
      return earlier;
    }
    const sought = await seek({ question, answer }, memory, writer);
    const written = await stored.written({ question, answer, files }, memory, sought);
    if (!written)
      return { job: await jobFor({ question, answer, begun: '', given: undefined, files }, memory, writer, sought) };
    await tell(written.given, writer);
    return written;
  };

  return {
    fresh,

    rest: async (answer, text, writer) => {
      const question = await repository.findAny(answer.parent_id ?? '');
      const direct = shownIn(answer)?.direct;
      if (question && direct && text !== '') {
        const memory = await memoryOf(question.topic_id);
        const round = { question, answer, files: await evidence.filesFor(question) };
        if (direct.kind === 'cached') return restOf(await stored.earlier(round, memory, writer.signal), text);
        return restOf(await stored.written(round, memory, await seek(round, memory, writer)), text);
      }
      if (!question || (text !== '' && !model.mayContinue())) return { end: { status: 'interrupted' } };
      // The mark of a text that nobody has seen would stand on what the model writes.
      if (direct) await tell({ retrieval: 'off', files: [], sources: [] }, writer);
      const given = direct ? undefined : await evidence.given(question, answer);
      // Where nobody has seen a word of it, it is written as if for the first time, with its thinking once more.
      if (!given && text === '') return fresh(question, answer, writer);
      const memory = await memoryOf(question.topic_id);
      const sought = { sought: question.text, known: undefined };
      const files = await evidence.filesFor(question);
      return { job: await jobFor({ question, answer, begun: text, given, files }, memory, writer, sought) };
    },
  };
}

/** That nothing was found is worth a word only where somebody was asked who knows. */
function worthTelling({ sources, lookup, retrieval }: Given): boolean {
  return sources.length > 0 || lookup !== undefined || retrieval === 'degraded';
}

/** Without sums done for a text that nobody has seen: the model is not told of them, and has them done anew. */
function notCalculated(given: Given | undefined): Given | undefined {
  if (!given?.steps?.some(({ tool }) => tool === 'calculator')) return given;
  const { steps, ...rest } = given;
  const left = steps.filter(({ tool }) => tool !== 'calculator');
  return { ...rest, ...(left.length > 0 && { steps: left }) };
}
