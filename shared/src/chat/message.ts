import * as v from 'valibot';
import { WireError } from '../errors';
import { pageOf } from '../page';

/** How an answer stands: `streaming` while it runs, then one of the others for ever. */
export const answerStatuses = ['streaming', 'complete', 'stopped', 'length', 'failed', 'interrupted'] as const;
export const AnswerStatus = v.picklist(answerStatuses);
export type AnswerStatus = v.InferOutput<typeof AnswerStatus>;
export type EndStatus = Exclude<AnswerStatus, 'streaming'>;

/** Tokens as the model endpoint counted them. */
export const Usage = v.object({
  inputTokens: v.number(),
  outputTokens: v.number(),
  reasoningTokens: v.optional(v.number()),
});
export type Usage = v.InferOutput<typeof Usage>;

/**
 * One message of a topic. A question's `parentId` is the answer it goes on from (null: the first of the topic); an
 * answer's is its question, and several answers may share one. `reasoning` is what a reasoning model thought first.
 */
export const Message = v.object({
  id: v.string(),
  topicId: v.string(),
  role: v.picklist(['user', 'assistant']),
  text: v.string(),
  reasoning: v.optional(v.string()),
  status: AnswerStatus,
  parentId: v.nullable(v.string()),
  askId: v.optional(v.string()),
  createdAt: v.string(),
  usage: v.optional(Usage),
  error: v.optional(WireError),
});
export type Message = v.InferOutput<typeof Message>;

export const MessagePage = pageOf(Message);
