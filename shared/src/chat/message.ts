import * as v from 'valibot';
import { WireError } from '../errors';
import { Attachment } from '../files/attachment';
import { PageQuery, pageOf } from '../page';
import { restsOn, Retrieval, Source } from '../retrieval/source';
import { hasLoneSurrogate } from '../text';

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
 * What of its topic the model was given for one answer. `limit` is its whole window and `output` the most that could be
 * written, in tokens. `from` is the oldest message that it read, null: the question alone; `dropped`: there are older
 * ones, and `summary`: a summary stood for them. `by` tells who counted, where that was needed.
 */
export const WindowUse = v.object({
  limit: v.number(),
  output: v.number(),
  from: v.nullable(v.string()),
  dropped: v.boolean(),
  by: v.optional(v.picklist(['endpoint', 'vocabulary', 'estimate'])),
  summary: v.optional(v.boolean()),
});
export type WindowUse = v.InferOutput<typeof WindowUse>;

/** The longest reason given with a thumb, in UTF-16 units. */
export const REASON_MAX = 1000;

/** What a person says of an answer. */
export const Feedback = v.object({ value: v.picklist(['up', 'down']), reason: v.optional(v.string()) });
export type Feedback = v.InferOutput<typeof Feedback>;

/** `PUT /api/messages/:id/feedback`; null takes it back. */
export const FeedbackChange = v.object({
  value: v.nullable(v.picklist(['up', 'down'], 'value must be up, down or null')),
  reason: v.optional(
    v.nullable(
      v.pipe(
        v.string(),
        v.trim(),
        v.maxLength(REASON_MAX, `reason is longer than ${REASON_MAX}`),
        v.check((text) => !text.includes('\0') && !hasLoneSurrogate(text), 'reason has characters that are not text'),
      ),
    ),
  ),
});
export type FeedbackChange = v.InferOutput<typeof FeedbackChange>;

/** At most three short questions that would go on from an answer. */
export const Suggestions = v.object({ suggestions: v.array(v.string()) });
export type Suggestions = v.InferOutput<typeof Suggestions>;

/**
 * One message of a topic. A question's `parentId` is the answer it goes on from (null: the first of the topic); an
 * answer's is its question, and several answers may share one. `siblings` are all with the same parent, this one
 * included, oldest first; it is left out where there is only this one. `reasoning` is what a reasoning model thought
 * first, for `reasoningMs`.
 */
export const Message = v.object({
  id: v.string(),
  topicId: v.string(),
  role: v.picklist(['user', 'assistant']),
  text: v.string(),
  reasoning: v.optional(v.string()),
  reasoningMs: v.optional(v.number()),
  status: AnswerStatus,
  parentId: v.nullable(v.string()),
  siblings: v.optional(v.array(v.string())),
  askId: v.optional(v.string()),
  createdAt: v.string(),
  attachments: v.optional(v.array(Attachment)),
  /** Of an answer: what it cites, or the first of what it is given while it runs, and how that was found. */
  sources: v.optional(v.array(Source)),
  retrieval: v.optional(Retrieval),
  ...restsOn,
  usage: v.optional(Usage),
  window: v.optional(WindowUse),
  error: v.optional(WireError),
  feedback: v.optional(Feedback),
  suggestions: v.optional(v.array(v.string())),
});
export type Message = v.InferOutput<typeof Message>;

export const MessagePage = pageOf(Message);

/**
 * The query of a topic's messages. `branch`: `all`, the default, or only those on the branch that is shown. `around`, in
 * place of a cursor: the page that has this message.
 */
export const MessagesQuery = v.object({
  ...PageQuery.entries,
  branch: v.optional(v.picklist(['all', 'shown'], 'branch must be all or shown'), 'all'),
  around: v.optional(v.pipe(v.string(), v.maxLength(64))),
});
export type MessagesQuery = v.InferOutput<typeof MessagesQuery>;

/** `PUT /api/topics/:topicId/branch`: shows the branch that `messageId` is on, to its newest end. */
export const BranchChoice = v.object({ messageId: v.pipe(v.string('messageId must be a string'), v.maxLength(64)) });
export type BranchChoice = v.InferOutput<typeof BranchChoice>;
