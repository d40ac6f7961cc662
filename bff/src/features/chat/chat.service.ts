import type { AnswerStatus, Ask, Edit, Regenerate } from '@huati/shared';
import type { MessageRow } from '../../db/schema';
import { Failure } from '../../failure';
import { createAdmission, type AdmissionParts } from './admission';
import { AnswerLog, type AnswerEnd } from './answer-log';
import type { AnswersRepository } from './answers.repository';
import { shownIn } from '../evidence/shown';
import type { Elsewhere } from './elsewhere';
import type { MessagesRepository } from './messages/messages.repository';
import { storedEnd } from './messages/to-message';
import type { Questions } from './questions';
import { createBeginning } from './beginning';
import { firstRound, newAnswer, newRound } from './rounds';
import type { NewRound, RoundsRepository } from './rounds.repository';
import type { RunningAnswers } from './running';
import type { Slots } from './slots';

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
   * Throws `not_found`, `input_too_long`, `content_refused`, `rate_limited`, and `busy` while the process is going down.
   */
  ask(userId: string, ask: Ask): Promise<AskedIds>;
  /** Stores another wording of a question, beside it, and has that answered; safe to repeat like `ask`. */
  edit(userId: string, request: Edit): Promise<AskedIds>;
  /** Has another answer to the same question written; safe to repeat like `ask`. */
  regenerate(userId: string, request: Regenerate): Promise<{ answerId: string }>;
  /** The answer's log, running or ended, for a reader who holds `offset` units of it; throws `not_found`. */
  logOf(userId: string, answerId: string, offset?: number): Promise<AnswerLog>;
  /** Ends the answer where it runs, keeps what is written, and tells how it stands. */
  stop(userId: string, answerId: string): Promise<AnswerStatus>;
  /** From now on every new question is refused. */
  close(): void;
}

export interface ChatParts extends AdmissionParts {
  repository: MessagesRepository;
  rounds: RoundsRepository;
  answers: AnswersRepository;
  running: RunningAnswers;
  elsewhere: Elsewhere;
  questions: Questions;
  slots: Slots;
  /** Tells the process `owner` to end an answer that it writes. */
  stopElsewhere(owner: string, answerId: string): void;
  /** Names this process in leases. */
  owner: string;
  /** Rejects where the user asks too much; resolves otherwise. */
  admit(userId: string): Promise<void>;
  /** Tells the devices of its user that the topic has something new. */
  touched(topicId: string): Promise<void>;
}

export function createChatService(parts: ChatParts): ChatService {
  const { repository, rounds, running, owner } = parts;
  let closing = false;

  const admit = async (userId: string): Promise<void> => {
    if (closing) throw new Failure('busy', 'the server is restarting', { retryAfterMs: 2000 });
    parts.slots.assertRoom(userId);
    await parts.admit(userId);
  };

  const assertFine = createAdmission(parts);
  const begin = createBeginning(parts);

  const own = async (userId: string, messageId: string, role: MessageRow['role']): Promise<MessageRow> => {
    const row = await repository.find(userId, messageId);
    if (row?.role !== role) throw new Failure('not_found', role === 'user' ? 'no such question' : 'no such answer');
    return row;
  };
  const ownAnswer = (userId: string, answerId: string) => own(userId, answerId, 'assistant');

  /** What was stored, or what the same `askId` stored before. */
  const idsOf = async (userId: string, askId: string, round: NewRound | undefined): Promise<AskedIds> => {
    if (round) {
      const { question, answer } = round;
      return { topicId: answer.topic_id, questionId: question.id, answerId: answer.id };
    }
    const known = await knownAsk(repository, userId, askId);
    if (!known) throw new Failure('internal', 'an ask was refused as known and is not there');
    return known;
  };

  return {
    ask: async (userId, ask) => {
      const { topicId } = ask;
      try {
        // Counting costs something: whoever asks too much is refused before.
        await admit(userId);
        await assertFine(userId, ask);
      } catch (refusal) {
        // Asked before and accepted: no refusal counts. Looked up only here, for nearly every ask is a new one.
        const known = await knownAsk(repository, userId, ask.askId);
        if (known) return known;
        throw refusal;
      }
      const round =
        topicId === undefined
          ? await begin(() => firstRound(userId, ask, owner), rounds.begin)
          : await begin(
              (parentId) => newRound({ userId, topicId, parentId }, ask, owner),
              (make) => rounds.append(userId, topicId, make),
            );
      return idsOf(userId, ask.askId, round);
    },

    edit: async (userId, { askId, questionId, text }) => {
      const known = await knownAsk(repository, userId, askId);
      if (known) return known;
      const old = await own(userId, questionId, 'user');
      await admit(userId);
      await assertFine(userId, { askId, text, topicId: old.topic_id, rewords: old });
      const { retrieval } = (await repository.firstAnswer(old)) ?? {};
      const round = await begin(
        (parentId) =>
          newRound(
            { userId, topicId: old.topic_id, parentId },
            { askId, text, retrieval: retrieval ?? undefined },
            owner,
          ),
        (make) => rounds.fork(old, make),
      );
      return idsOf(userId, askId, round);
    },

    regenerate: async (userId, { askId, answerId, model }) => {
      const known = await knownAsk(repository, userId, askId);
      if (known) return { answerId: known.answerId };
      const old = await ownAnswer(userId, answerId);
      const question = await repository.find(userId, old.parent_id ?? '');
      if (!question) throw new Failure('not_found', 'no such question');
      await admit(userId);
      const retrieval = (await repository.firstAnswer(question))?.retrieval ?? undefined;
      const round = await begin(
        () => ({ topic: undefined, question, answer: newAnswer(question, { askId, model, retrieval }, owner) }),
        (make) => rounds.answerAgain(question, make),
      );
      return idsOf(userId, askId, round);
    },

    logOf: async (userId, answerId, offset = 0) => {
      const here = running.find(answerId, userId);
      if (here) return here;
      const row = await ownAnswer(userId, answerId);
      // It may have begun or ended here while the database was asked.
      const now = running.find(answerId, userId);
      if (now) return now;
      const end = storedEnd(row);
      if (!end) return parts.elsewhere.open(row, offset);
      return endedLog(row, end);
    },

    stop: async (userId, answerId) => {
      const log = running.find(answerId, userId);
      if (log) {
        await running.stop(answerId);
        return log.end?.status ?? 'streaming';
      }
      const row = await ownAnswer(userId, answerId);
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

function endedLog(row: MessageRow, end: AnswerEnd): AnswerLog {
  const log = new AnswerLog(row.id, row.text, row.reasoning ?? '', shownIn(row));
  log.finish(end);
  return log;
}

/** What the user's call `askId` made, if it was ever accepted. */
async function knownAsk(repository: MessagesRepository, userId: string, askId: string): Promise<AskedIds | undefined> {
  const row = await repository.findByAsk(userId, askId);
  if (!row) return undefined;
  if (row.role === 'assistant') return { topicId: row.topic_id, questionId: row.parent_id ?? '', answerId: row.id };
  const answer = await repository.firstAnswer(row);
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
    const nothing = () => undefined;
    const leave = log.read({ grew: nothing, staged: nothing, sourced: nothing, ended: tell });
    if (log.end) tell();
  });
}
