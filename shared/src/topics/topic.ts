import * as v from 'valibot';
import { PageQuery, pageOf } from '../page';
import { hasLoneSurrogate } from '../text';

/** The longest title kept, in UTF-16 units. */
export const TITLE_MAX = 200;

/** The longest system prompt kept, in UTF-16 units; how many tokens it may have depends on the model's window. */
export const SYSTEM_PROMPT_MAX = 20_000;

/** Which evidence answers are to use. */
export const retrievals = ['graph', 'vector', 'chunk', 'off'] as const;

/**
 * A topic: every round of one conversation. Times are ISO 8601 UTC; `updatedAt` is its newest activity. What follows
 * is there only where it differs from the deployment's own.
 */
export const Topic = v.object({
  id: v.string(),
  title: v.string(),
  pinned: v.boolean(),
  createdAt: v.string(),
  updatedAt: v.string(),
  systemPrompt: v.optional(v.string()),
  model: v.optional(v.string()),
  retrieval: v.optional(v.picklist(retrievals)),
  /** Whether a reasoning model is to think first. */
  thinking: v.optional(v.boolean()),
});
export type Topic = v.InferOutput<typeof Topic>;

/** Where words were found: pairs of beginning and end in `text`, in UTF-16 units. */
const Found = { text: v.string(), ranges: v.array(v.tuple([v.number(), v.number()])) };

/** A message with the words looked for, and a piece of its text around the first of them. */
export const SearchHit = v.object({ messageId: v.string(), role: v.picklist(['user', 'assistant']), ...Found });
export type SearchHit = v.InferOutput<typeof SearchHit>;

/** A topic as the list gives it. Where it was looked for: the places in the title, and its newest hits. */
export const ListedTopic = v.object({
  ...Topic.entries,
  titleRanges: v.optional(Found.ranges),
  hits: v.optional(v.array(SearchHit)),
});
export type ListedTopic = v.InferOutput<typeof ListedTopic>;

export const TopicPage = pageOf(ListedTopic);

/** The longest text looked for, in UTF-16 units. */
export const QUERY_MAX = 100;

/** The query of the list of topics; `q`: words that must all be in the title or in one message. */
export const TopicsQuery = v.object({
  ...PageQuery.entries,
  q: v.optional(
    v.pipe(
      v.string('q must be given once'),
      v.trim(),
      v.maxLength(QUERY_MAX, `q is longer than ${QUERY_MAX}`),
      v.check((text) => !text.includes('\0') && !hasLoneSurrogate(text), 'q has characters that are not text'),
    ),
    '',
  ),
});
export type TopicsQuery = v.InferOutput<typeof TopicsQuery>;

/** What stands for the beginning of a topic once the model's window has no room for it; text null: nothing yet. */
export const TopicSummary = v.object({ text: v.nullable(v.string()), upTo: v.nullable(v.string()) });
export type TopicSummary = v.InferOutput<typeof TopicSummary>;

const title = v.pipe(
  v.string('title must be a string'),
  v.trim(),
  v.minLength(1, 'title is empty'),
  v.maxLength(TITLE_MAX, `title is longer than ${TITLE_MAX}`),
  v.check((text) => !text.includes('\0') && !hasLoneSurrogate(text), 'title has characters that are not text'),
);

const systemPrompt = v.pipe(
  v.string('systemPrompt must be a string or null'),
  v.maxLength(SYSTEM_PROMPT_MAX, `systemPrompt is longer than ${SYSTEM_PROMPT_MAX}`),
  v.check((text) => !text.includes('\0') && !hasLoneSurrogate(text), 'systemPrompt has characters that are not text'),
  v.transform((text) => (text.trim() === '' ? null : text)),
);

/** What a topic's questions are asked with; null goes back to the deployment's own. */
const settings = {
  systemPrompt: v.optional(v.nullable(systemPrompt)),
  model: v.optional(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(200)))),
  retrieval: v.optional(v.nullable(v.picklist(retrievals, 'retrieval must be graph, vector, chunk, off or null'))),
  thinking: v.optional(v.nullable(v.boolean('thinking must be true, false or null'))),
};

/** The settings that a new topic begins with. */
export const TopicSettings = v.strictObject(settings);
export type TopicSettings = v.InferOutput<typeof TopicSettings>;

/** `PATCH /api/topics/:topicId`. A field it does not know is an error: silence would look like success. */
export const TopicPatch = v.pipe(
  v.strictObject({
    title: v.optional(title),
    pinned: v.optional(v.boolean('pinned must be true or false')),
    ...settings,
  }),
  v.check((patch) => Object.keys(patch).length > 0, 'nothing to change'),
);
export type TopicPatch = v.InferOutput<typeof TopicPatch>;

/**
 * The `topic` event: what a topic of this user is now, or that it is gone, or how many `viewers` its live shares have now. `leafId`,
 * where messages changed: the newest message on the branch that is shown, by which a device knows whether it has them all.
 */
export const TopicEvent = v.union([
  v.object({ topicId: v.string(), topic: Topic, leafId: v.optional(v.string()) }),
  v.object({ topicId: v.string(), deleted: v.literal(true) }),
  v.object({ topicId: v.string(), viewers: v.number() }),
]);
export type TopicEvent = v.InferOutput<typeof TopicEvent>;
