import * as v from 'valibot';
import { PlannedCall } from './tools';

const Units = v.pipe(v.number(), v.integer(), v.minValue(0));
const AtLeastOne = v.pipe(v.number(), v.integer(), v.minValue(1));
const Milliseconds = v.pipe(v.number(), v.minValue(0));

const FaultSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('status'),
    status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
    retryAfterSeconds: v.optional(v.number()),
    body: v.optional(v.unknown()),
  }),
  v.strictObject({ kind: v.literal('refuse') }),
  v.strictObject({ kind: v.literal('hang') }),
  v.strictObject({ kind: v.literal('hangAfterHeaders') }),
  v.strictObject({ kind: v.literal('stall'), afterUnits: Units }),
  v.strictObject({ kind: v.literal('cut'), afterUnits: Units }),
  v.strictObject({ kind: v.literal('malformed'), afterUnits: Units }),
  v.strictObject({ kind: v.literal('errorChunk'), afterUnits: Units, message: v.string() }),
  v.strictObject({ kind: v.literal('empty') }),
  v.strictObject({ kind: v.literal('noFinish') }),
  v.strictObject({ kind: v.literal('noDone') }),
]);

/** What goes wrong on purpose. `afterUnits` counts UTF-16 units of the answer, reasoning not included. */
export type Fault = v.InferOutput<typeof FaultSchema>;

const ReasoningField = v.picklist(['reasoning', 'reasoning_content']);

const PlanSchema = v.strictObject({
  /** The exact answer; without it and without `length` the demo answers. */
  text: v.optional(v.string()),
  /** UTF-16 units of generated text, where there is no `text`. */
  length: v.optional(Units),
  /** The exact answer to each question, for those who start the server in their own process. */
  answer: v.optional(v.custom<(question: string) => string>((value) => typeof value === 'function')),
  /** Small things asked beside answers, a title say, are answered as the demo does, whatever `text` says. */
  asides: v.boolean(),
  /** What the model calls, after `text`, where the request offers any function; else it answers as if this were left out. */
  toolCalls: v.optional(v.array(PlannedCall)),
  reasoning: v.optional(v.string()),
  reasoningField: ReasoningField,
  /** UTF-16 units a chunk; without it a chunk is a token. A chunk never ends inside a surrogate pair by itself. */
  chunkSize: v.optional(AtLeastOne),
  /** Puts the halves of every surrogate pair into two chunks, written as \ud83d and \ude00. */
  splitSurrogates: v.boolean(),
  /** 0: as fast as the reader reads. */
  tokensPerSecond: v.pipe(v.number(), v.minValue(0)),
  firstTokenDelayMs: Milliseconds,
  /** Called before the first token, which waits for what it returns; for those who start the server in their own process. */
  held: v.optional(v.custom<() => Promise<unknown>>((value) => typeof value === 'function')),
  /** Sent where the request asks for it; an object is sent as it is. */
  usage: v.union([v.boolean(), v.record(v.string(), v.unknown())]),
  finishReason: v.nullable(v.picklist(['stop', 'length'])),
  /** So many events leave in one write. */
  coalesceWrites: v.optional(AtLeastOne),
  /** What is written is cut at every so many bytes, also inside a character. */
  splitBytesAt: v.optional(AtLeastOne),
  fault: v.optional(FaultSchema),
});

/** How a completion is answered. */
export type Plan = v.InferOutput<typeof PlanSchema>;
export type PartialPlan = Partial<Plan>;

/** A plan from outside. */
export const PartialPlanSchema = v.partial(PlanSchema);

/** A plan from outside for the next `times` completions. */
export const PlannedSchema = v.strictObject({
  plan: PartialPlanSchema,
  times: v.optional(AtLeastOne, 1),
});

const ORDINARY: Plan = {
  asides: true,
  reasoningField: 'reasoning_content',
  splitSurrogates: false,
  tokensPerSecond: 0,
  firstTokenDelayMs: 0,
  usage: true,
  finishReason: 'stop',
};

/** Holds the default plan and what was planned for the next completions, in order. */
export class PlanBook {
  #standing: Plan;
  #next: { plan: PartialPlan; left: number }[] = [];

  constructor(plan: PartialPlan = {}) {
    this.#standing = { ...ORDINARY, ...plan };
  }

  get standing(): Plan {
    return this.#standing;
  }

  /** Replaces the default plan; what `plan` leaves out is ordinary. */
  setDefault(plan: PartialPlan): void {
    this.#standing = { ...ORDINARY, ...plan };
  }

  /** Plans the next `times` completions, after those already planned; what `plan` leaves out is the default's. */
  add(plan: PartialPlan, times = 1): void {
    this.#next.push({ plan, left: times });
  }

  /** Forgets what was planned for the next completions; the default plan stays. */
  clear(): void {
    this.#next = [];
  }

  /** The plan of the completion that begins now. */
  take(): Plan {
    const first = this.#next[0];
    if (!first) return this.#standing;
    first.left -= 1;
    if (first.left <= 0) this.#next.shift();
    return { ...this.#standing, ...first.plan };
  }
}
