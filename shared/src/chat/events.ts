import * as v from 'valibot';
import type { WireError } from '../errors';
import { retrievals, TopicSettings, type TopicEvent } from '../topics/topic';
import { ATTACHMENTS_MAX } from '../files/attachment';
import type { ToolStep } from '../retrieval/graph';
import type { SourcesEvent } from '../retrieval/source';
import type { SharedEvent, Unwatch, Watch, Watched } from '../sharing/share';
import { hasLoneSurrogate } from '../text';
import type { AnswerStatus, EndStatus, Usage, WindowUse } from './message';

/** The version of this protocol, sent in the handshake as `v`. */
export const PROTOCOL_VERSION = 1;

const id = v.pipe(v.string('ids are strings'), v.minLength(1, 'id is empty'), v.maxLength(64, 'id is too long'));
const offset = v.pipe(v.number('offset must be a number'), v.safeInteger('offset must be whole'), v.minValue(0));

const questionText = v.pipe(
  v.string('text must be a string'),
  v.check((text) => text.trim().length > 0, 'the question is empty'),
  v.check((text) => !text.includes('\0'), 'the question has a NUL character'),
  v.check((text) => !hasLoneSurrogate(text), 'the question has half a surrogate pair'),
);

const attachmentIds = v.pipe(
  v.array(id, 'attachmentIds must be a list'),
  v.maxLength(ATTACHMENTS_MAX, `more than ${ATTACHMENTS_MAX} attachments`),
  v.check((ids) => new Set(ids).size === ids.length, 'an attachment is there twice'),
);

const version = v.optional(v.literal(PROTOCOL_VERSION));

/** The handshake's `auth`; `viewer`: somebody without a session, who can but watch shares. */
export const Handshake = v.union([
  v.object({ token: v.string(), v: version }),
  v.object({ viewer: v.literal(true), v: version }),
]);

/** `ask`: `askId` is the client's own UUID and makes the call safe to repeat. */
export const Ask = v.object({
  askId: id,
  topicId: v.optional(id),
  text: questionText,
  /** Of the user's own attachments, each of which is asked about once. */
  attachmentIds: v.optional(attachmentIds),
  retrieval: v.optional(v.picklist(retrievals)),
  model: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  /** Of the topic that the question begins; ignored where there is a `topicId`. */
  settings: v.optional(TopicSettings),
});
export type Ask = v.InferOutput<typeof Ask>;

export const Regenerate = v.object({
  askId: id,
  answerId: id,
  model: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
});
export type Regenerate = v.InferOutput<typeof Regenerate>;

/** Another wording of a question: a new branch beside the old one. */
export const Edit = v.object({ askId: id, questionId: id, text: questionText });
export type Edit = v.InferOutput<typeof Edit>;

export const Follow = v.object({ answerId: id, offset, reasoningOffset: v.optional(offset) });
export type Follow = v.InferOutput<typeof Follow>;

export const Stop = v.object({ answerId: id });
export type Stop = v.InferOutput<typeof Stop>;

/** Every acknowledgement: the result's own fields, or the error. */
export type Ack<T> = ({ ok: true } & T) | { ok: false; error: WireError };

/** `ref` names the answer in this connection's `delta` events. */
export interface Asked {
  topicId: string;
  questionId: string;
  answerId: string;
  ref: number;
}

export interface Edited {
  questionId: string;
  answerId: string;
  ref: number;
}

export interface Regenerated {
  answerId: string;
  ref: number;
}

/**
 * All text from `offset` on, and the answer's whole `length`, both in UTF-16 units. `offset` is the one asked for, or
 * `length` where that was beyond the end. With an answer that has ended comes what `done` told of it.
 */
export interface Followed extends Partial<Pick<DoneEvent, 'usage' | 'error' | 'window' | 'reasoningMs'>> {
  ref: number;
  status: AnswerStatus;
  text: string;
  offset: number;
  reasoning?: string;
  reasoningOffset?: number;
  length: number;
}

export const stages = ['queued', 'retrieving', 'reading', 'thinking', 'answering'] as const;
export type Stage = (typeof stages)[number];

/** `position` while it is `queued`; `tool`: what the model is having done, in the stage `thinking` or `retrieving`. */
export interface StageEvent {
  answerId: string;
  stage: Stage;
  position?: number;
  tool?: ToolStep['tool'];
}

/** The end of an answer; `length` is that of its text, in UTF-16 units. */
export interface DoneEvent {
  answerId: string;
  length: number;
  status: EndStatus;
  usage?: Usage;
  error?: WireError;
  window?: WindowUse;
  reasoningMs?: number;
}

type Call<I, O> = (payload: I, ack: (result: Ack<O>) => void) => void;

export interface ClientToServerEvents {
  ask: Call<Ask, Asked>;
  regenerate: Call<Regenerate, Regenerated>;
  edit: Call<Edit, Edited>;
  follow: Call<Follow, Followed>;
  stop: Call<Stop, { status: AnswerStatus }>;
  watch: Call<Watch, Watched>;
  /** It is not shown any more. */
  unwatch: Call<Unwatch, object>;
}

export interface ServerToClientEvents {
  /** Positional and small, for it is sent many times a second: `kind` is 1 where the piece is reasoning. */
  delta: (ref: number, offset: number, text: string, kind?: 1) => void;
  stage: (event: StageEvent) => void;
  /**
   * What the model was given, before the answer's first word, and to whoever follows it later; before `done` once more, where
   * the answer does not cite all of it: what it does is left, under the same numbers.
   */
  sources: (event: SourcesEvent) => void;
  done: (event: DoneEvent) => void;
  topic: (event: TopicEvent) => void;
  /** What becomes of a share that this connection watches. */
  shared: (event: SharedEvent) => void;
}
