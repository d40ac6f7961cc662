import * as v from 'valibot';
import { pageOf } from '../page';
import { hasLoneSurrogate } from '../text';

/** The longest title kept, in UTF-16 units. */
export const TITLE_MAX = 200;

/** A topic: every round of one conversation. Times are ISO 8601 UTC; `updatedAt` is its newest activity. */
export const Topic = v.object({
  id: v.string(),
  title: v.string(),
  pinned: v.boolean(),
  createdAt: v.string(),
  updatedAt: v.string(),
});
export type Topic = v.InferOutput<typeof Topic>;

export const TopicPage = pageOf(Topic);

const title = v.pipe(
  v.string('title must be a string'),
  v.trim(),
  v.minLength(1, 'title is empty'),
  v.maxLength(TITLE_MAX, `title is longer than ${TITLE_MAX}`),
  v.check((text) => !text.includes('\0') && !hasLoneSurrogate(text), 'title has characters that are not text'),
);

/** `PATCH /api/topics/:topicId`. A field it does not know is an error: silence would look like success. */
export const TopicPatch = v.pipe(
  v.strictObject({ title: v.optional(title), pinned: v.optional(v.boolean('pinned must be true or false')) }),
  v.check((patch) => Object.keys(patch).length > 0, 'nothing to change'),
);
export type TopicPatch = v.InferOutput<typeof TopicPatch>;

/** The `topic` event: what a topic of this user is now, or that it is gone. */
export const TopicEvent = v.union([
  v.object({ topicId: v.string(), topic: Topic }),
  v.object({ topicId: v.string(), deleted: v.literal(true) }),
]);
export type TopicEvent = v.InferOutput<typeof TopicEvent>;
