import type { Config } from '../../config';
import type { Logger } from '../../logger';
import type { Model } from '../../upstreams/model/model';
import { withinTime } from '../../within-time';
import { createAsides } from '../chat/beside/aside';
import type { MessagesRepository } from '../chat/messages/messages.repository';
import { goesOn, leansOnHistory, needsNothing } from './needs';
import type { Plan, Planner, ToPlan } from './plan';
import { hypothetical, REWRITE_MS, standalone } from './rewriting';

/** Messages before a question that it may lean on: two rounds. */
const TURNS = 4;
/** Messages before a text that only has an answer go on, in which the question is looked for that the answer is to. */
const TURNS_OF_ONE = 12;
/** Questions of one process that the model words anew at once: people wait for them. */
const AT_ONCE = 32;
/** Longest that planning takes, in ms: what the model is given, and the reading of a few rows. */
const PLAN_MS = REWRITE_MS + 500;

export interface PlannerParts {
  /** Undefined where there is no GraphRAG service: then nothing is worth a call of the model. */
  rag: Pick<NonNullable<Config['rag']>, 'rewrite' | 'hyde'> | undefined;
  messages: Pick<MessagesRepository, 'ancestors'>;
  model: Model;
  logger: Logger;
}

/** Plans by a question's words; the model is asked only to have one stand alone that leans on what was said before. */
export function createPlanner({ rag, messages, model, logger }: PlannerParts): Planner & { close(): void } {
  const asides = createAsides(model, logger, AT_ONCE);

  const reworded = async (question: ToPlan, signal: AbortSignal): Promise<string | undefined> => {
    const { text, parentId, model: name } = question;
    if (!rag?.rewrite || parentId === null || !leansOnHistory(text)) return undefined;
    const turns = (await messages.ancestors(parentId, TURNS)).reverse();
    return standalone(asides.ask, { text, model: name, signal }, turns);
  };
  const imagined = async ({ text, model: name }: ToPlan, signal: AbortSignal): Promise<string | undefined> =>
    rag?.hyde === true ? hypothetical(asides.ask, { text, model: name, signal }) : undefined;

  /** The question whose answer is to go on; undefined where that is too far away. */
  const begunFor = async (parentId: string): Promise<ToPlan['text'] | undefined> => {
    const before = await messages.ancestors(parentId, TURNS_OF_ONE);
    return before.find(({ role, text, parent_id: above }) => role === 'user' && !goesOn({ text, parentId: above }))
      ?.text;
  };

  const worked = async (question: ToPlan, signal: AbortSignal): Promise<Plan> => {
    if (question.parentId !== null && goesOn(question)) {
      const text = await begunFor(question.parentId);
      return text === undefined || needsNothing({ ...question, text })
        ? { kind: 'direct' }
        : { kind: 'retrieve', question: text };
    }
    const [alone, passage] = await Promise.all([reworded(question, signal), imagined(question, signal)]);
    return {
      kind: 'retrieve',
      question: alone ?? question.text,
      ...(passage !== undefined && { hypothetical: passage }),
    };
  };

  return {
    planFor: async (question, signal) => {
      try {
        if (needsNothing(question)) return { kind: 'direct' };
        return await withinTime(worked(question, signal), PLAN_MS, 'no plan');
      } catch (error) {
        logger.warn({ err: error }, 'a question is looked up as it is');
        return { kind: 'retrieve', question: question.text };
      }
    },
    close: asides.close,
  };
}
