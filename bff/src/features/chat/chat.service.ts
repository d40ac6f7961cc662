import type { AnswerStatus, Ask, Regenerate } from '@huati/shared';
import type { MessageRow } from '../../db/schema';
import { Failure } from '../../failure';
import { AnswerLog } from './answer-log';
import type { AnswersRepository } from './answers.repository';
import type { Elsewhere } from './elsewhere';
import type { MessagesRepository } from './messages.repository';
import { assertFits } from './prompt';
import type { Questions } from './questions';
import { FIRST_GENERATION, newAnswer, newRound } from './rounds';
import type { RunningAnswers, Work } from './running';
import type { Slots } from './slots';
import { storedEnd } from './to-message';
import type { Window } from './window';

/** How long `stop` waits for another process to end its answer, in ms; it then tells that the answer still runs. */
const STOP_ELSEWHERE_MS = 5000;

export interface AskedIds {
  topicId: string;
  questionId: string;
  answerId: string;
}

export interface ChatService {
  /**
   * Stores the question and has its answer written. The same `askId` again gives the same ids and starts nothing.
   * Throws `not_found`, `input_too_long`, `rate_limited`, and `busy` while the process is going down.
   */
  ask(userId: string, ask: Ask): Promise<AskedIds>;
  /** Has another answer to the same question written; safe to repeat like `ask`. */
  regenerate(userId: string, request: Regenerate): Promise<{ answerId: string }>;
  /** The answer's log, running or ended, for a reader who holds `offset` units of it; throws `not_found`. */
  logOf(userId: string, answerId: string, offset?: number): Promise<AnswerLog>;
  /** Ends the answer where it runs, keeps what is written, and tells how it stands. */
  stop(userId: string, answerId: string): Promise<AnswerStatus>;
  /** From now on every new question is refused. */
  close(): void;
}

export interface ChatParts {
  repository: MessagesRepository;
  answers: AnswersRepository;
  running: RunningAnswers;
  elsewhere: Elsewhere;
  questions: Questions;
  slots: Slots;
  /** Tells the process `owner` to end an answer that it writes. */
  stopElsewhere(owner: string, answerId: string): void;
  /** Names this process in leases. */
  owner: string;
  window: Window;
  /** Rejects where the user asks too much; resolves otherwise. */
  admit(userId: string): Promise<void>;
  /** Rejects with `not_found` where the topic is not the user's. */
  assertOwnTopic(userId: string, topicId: string): Promise<void>;
  /** Tells the user's devices that the topic has something new. */
  touched(userId: string, topicId: string): Promise<void>;
}

export function createChatService(parts: ChatParts): ChatService {
  const { repository, running, questions, window } = parts;
  let closing = false;

  const admit = async (userId: string): Promise<void> => {
    if (closing) throw new Failure('busy', 'the server is restarting', { retryAfterMs: 2000 });
    parts.slots.assertRoom(userId);
    await parts.admit(userId);
  };

  /** Makes room first, then stores: whoever learns of the answer can follow it at once. */
  const begin = async (answer: MessageRow, work: Work, store: () => Promise<boolean>): Promise<boolean> => {
    const since = performance.now();
    running.open({ answerId: answer.id, topicId: answer.topic_id, userId: answer.user_id });
    try {
      if (!(await store())) {
        running.discard(answer.id);
        return false;
      }
    } catch (error) {
      running.discard(answer.id);
      throw error;
    }
    running.start(answer.id, { generation: FIRST_GENERATION, since }, () => Promise.resolve(work));
    await parts.touched(answer.user_id, answer.topic_id);
    return true;
  };

  const mustKnow = async (userId: string, askId: string): Promise<AskedIds> => {
    const known = await knownAsk(repository, userId, askId);
    if (!known) throw new Failure('internal', 'an ask was refused as known and is not there');
    return known;
  };

  const own = async (userId: string, answerId: string): Promise<MessageRow> => {
    const row = await repository.find(userId, answerId);
    if (row?.role !== 'assistant') throw new Failure('not_found', 'no such answer');
    return row;
  };

  return {
    ask: async (userId, ask) => {
      try {
        if (ask.attachmentIds?.length) throw new Failure('not_found', 'no such attachment');
        if (ask.topicId !== undefined) await parts.assertOwnTopic(userId, ask.topicId);
        assertFits(ask.text, window);
        await admit(userId);
      } catch (refusal) {
        // Asked before and accepted: no refusal counts. Looked up only here, for nearly every ask is a new one.
        const known = await knownAsk(repository, userId, ask.askId);
        if (known) return known;
        throw refusal;
      }

      const rows = ask.topicId === undefined ? [] : await questions.earlier(ask.topicId);
      const parentId = rows.find((row) => row.role === 'assistant')?.id ?? null;
      const work = questions.fresh(rows, parentId, ask.text, ask.model);
      const round = newRound(userId, ask, ask.topicId, parentId, parts.owner);
      const stored = await begin(round.answer, work, () => repository.insertRound(round));
      if (!stored) return mustKnow(userId, ask.askId);
      const { question, answer } = round;
      return { topicId: answer.topic_id, questionId: question.id, answerId: answer.id };
    },

    regenerate: async (userId, { askId, answerId, model }) => {
      const known = await knownAsk(repository, userId, askId);
      if (known) return { answerId: known.answerId };
      const old = await own(userId, answerId);
      const question = await repository.find(userId, old.parent_id ?? '');
      if (!question) throw new Failure('not_found', 'no such question');
      await admit(userId);

      const rows = await questions.earlier(question.topic_id, question.id);
      const work = questions.fresh(rows, question.parent_id, question.text, model);
      const answer = newAnswer(question, { askId, model }, parts.owner);
      const stored = await begin(answer, work, () => repository.insertAnswer(answer));
      return stored ? { answerId: answer.id } : mustKnow(userId, askId);
    },

    logOf: async (userId, answerId, offset = 0) => {
      const here = running.find(answerId, userId);
      if (here) return here;
      const row = await own(userId, answerId);
      // It may have begun or ended here while the database was asked.
      const now = running.find(answerId, userId);
      if (now) return now;
      const end = storedEnd(row);
      if (!end) return parts.elsewhere.open(row, offset);
      const log = new AnswerLog(row.id, row.text, row.reasoning ?? '');
      log.finish(end);
      return log;
    },

    stop: async (userId, answerId) => {
      const log = running.find(answerId, userId);
      if (log) {
        await running.stop(answerId);
        return log.end?.status ?? 'streaming';
      }
      const row = await own(userId, answerId);
      if (row.status !== 'streaming') return row.status;
      // In the database too, for a process that does not hear it, or that only comes to take the answer over.
      await parts.answers.askStop(answerId);
      if (row.lease_owner !== null) parts.stopElsewhere(row.lease_owner, answerId);
      return ended(await parts.elsewhere.open(row, 0), STOP_ELSEWHERE_MS);
    },

    close: () => {
      closing = true;
    },
  };
}

/** What the user's call `askId` made, if it was ever accepted. */
async function knownAsk(repository: MessagesRepository, userId: string, askId: string): Promise<AskedIds | undefined> {
  const row = await repository.findByAsk(userId, askId);
  if (!row) return undefined;
  if (row.role === 'assistant') return { topicId: row.topic_id, questionId: row.parent_id ?? '', answerId: row.id };
  const answer = await repository.firstAnswer(row.id);
  return answer && { topicId: row.topic_id, questionId: row.id, answerId: answer.id };
}

/** How the answer ended, or `streaming` where it did not within `ms`. */
function ended(log: AnswerLog, ms: number): Promise<AnswerStatus> {
  return new Promise((resolve) => {
    const tell = () => {
      clearTimeout(timer);
      leave();
      resolve(log.end?.status ?? 'streaming');
    };
    const timer = setTimeout(tell, ms);
    const leave = log.read({ grew: () => undefined, staged: () => undefined, ended: tell });
    if (log.end) tell();
  });
}
