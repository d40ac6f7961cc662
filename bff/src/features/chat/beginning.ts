import type { Questions } from './questions';
import { FIRST_GENERATION } from './rounds';
import type { MakeRound, NewRound } from './rounds.repository';
import type { RunningAnswers } from './running';

export interface BeginningParts {
  running: RunningAnswers;
  questions: Questions;
  /** Tells the devices of its user that the topic has something new. */
  touched(topicId: string): Promise<void>;
}

/**
 * Has `store` store what `make` makes and has the answer written. Room is made for it first: whoever learns
 * of the answer can follow it at once. Undefined where the user's `askId` was there already.
 */
export type Begin = (
  make: MakeRound,
  store: (make: MakeRound) => Promise<NewRound | undefined>,
) => Promise<NewRound | undefined>;

export function createBeginning({ running, questions, touched }: BeginningParts): Begin {
  return async (make, store) => {
    const since = performance.now();
    let opened = '';
    const opening: MakeRound = (parentId) => {
      const round = make(parentId);
      // The database may undo a try and begin anew, with other ids.
      running.discard(opened);
      opened = round.answer.id;
      running.open({ answerId: opened, topicId: round.answer.topic_id, userId: round.answer.user_id });
      return round;
    };
    let round: NewRound | undefined;
    try {
      round = await store(opening);
    } finally {
      if (!round) running.discard(opened);
    }
    if (!round) return undefined;
    const { question, answer } = round;
    running.start(answer.id, { generation: FIRST_GENERATION, since }, (writer) =>
      questions.fresh(question, answer, writer),
    );
    await touched(answer.topic_id);
    return round;
  };
}
