import { assemble, resume, settle } from '@huati/shared';
import type {
  AnswerStatus,
  DoneEvent,
  Followed,
  Message,
  SourcesEvent,
  Stage,
  StageEvent,
  Usage,
  WindowUse,
  WireError,
} from '@huati/shared';
import { restingOf, type Resting } from './resting';

/** A running answer as far as it is held here. Lengths and offsets are UTF-16 units. */
export interface AnswerState extends Resting {
  text: string;
  reasoning: string;
  status: AnswerStatus;
  stage: Stage | null;
  /** Its place in the queue, 1 for the next, while it is `queued`. */
  position?: number | undefined;
  /** What the model is having done at this stage. */
  tool?: StageEvent['tool'] | undefined;
  /** The text's whole length, once the server told it. */
  length: number | null;
  /** A `follow` is under way; what is missing meanwhile comes with its acknowledgement. */
  asked: boolean;
  error?: WireError | undefined;
  usage?: Usage | undefined;
  /** What of the topic the model was given. */
  window?: WindowUse | undefined;
  /** How long the model thought before its first word, ms. */
  reasoningMs?: number | undefined;
}

/** From where text is to be asked for. */
export interface Wanted {
  offset: number;
  reasoningOffset: number;
}

/** What holds now, and what to ask `follow` for, if anything. */
export interface Step {
  state: AnswerState;
  follow: Wanted | null;
}

/** An answer of which nothing has arrived. */
export function freshAnswer(): AnswerState {
  return { text: '', reasoning: '', status: 'streaming', stage: null, length: null, asked: false };
}

/** An answer as a stored message tells it. */
export function answerFrom(message: Message): AnswerState {
  const { text, reasoning = '', status, error, usage, window, reasoningMs } = message;
  const length = status === 'streaming' ? null : text.length;
  const ended = { error, usage, window, reasoningMs };
  return { text, reasoning, status, stage: null, length, asked: false, ...ended, ...restingOf(message) };
}

/** True once nothing more can come: it has ended and every unit of it is held. */
export function isWhole(state: AnswerState): boolean {
  return state.status !== 'streaming' && state.length !== null && settle(state.text, state.length).kind === 'whole';
}

/** A piece arrived; `kind` is 1 where it is reasoning. */
export function onDelta(state: AnswerState, offset: number, text: string, kind?: 1): Step {
  // What the end told is final: a piece that was late on its way has nothing to add.
  if (isWhole(state)) return { state, follow: null };
  const held = kind === 1 ? state.reasoning : state.text;
  const result = assemble(held, offset, text);
  if (result.kind === 'missing') return askFrom(state, state.text.length);
  if (result.added === '') return { state, follow: null };
  const next = kind === 1 ? { ...state, reasoning: result.text } : { ...state, text: result.text };
  return complete(next);
}

/** The server told what the answer rests on: that takes the place of what it told before. */
export function onSources(state: AnswerState, event: SourcesEvent): AnswerState {
  return { ...state, ...restingOf(event) };
}

/** The server told what it does now for the answer. */
export function onStage(state: AnswerState, { stage, position, tool }: StageEvent): AnswerState {
  return { ...state, stage, position, tool };
}

/** The answer ended. */
export function onDone(state: AnswerState, event: DoneEvent): Step {
  const { status, length, error, usage, window, reasoningMs } = event;
  return complete({ ...state, status, length, error, usage, window, reasoningMs, stage: null, tool: undefined });
}

/** `follow` was acknowledged: its text decides what stands from its offset on. */
export function onFollowed(state: AnswerState, ack: Followed): Step {
  const text = resume(state.text, ack.offset, ack.text);
  const reasoning = resume(state.reasoning, ack.reasoningOffset ?? 0, ack.reasoning ?? '');
  const next: AnswerState = { ...state, asked: false };
  if (ack.status !== 'streaming') {
    const { status, length, error, usage, window, reasoningMs } = ack;
    Object.assign(next, { status, length, error, usage, window, reasoningMs, stage: null, tool: undefined });
  }
  if (text.kind === 'missing') return askFrom(next, text.from);
  // Without any reasoning the acknowledgement leaves both of its fields out.
  if (ack.reasoning !== undefined && reasoning.kind === 'held') next.reasoning = reasoning.text;
  return complete({ ...next, text: text.text });
}

/** `follow` failed, or the connection it went over was lost. */
export function onFollowLost(state: AnswerState): AnswerState {
  return { ...state, asked: false };
}

/** Asks for everything that is not held. */
export function askForRest(state: AnswerState): Step {
  return askFrom(state, state.text.length);
}

function complete(state: AnswerState): Step {
  if (state.length === null) return { state, follow: null };
  const settled = settle(state.text, state.length);
  return settled.kind === 'whole' ? { state, follow: null } : askFrom(state, settled.from);
}

function askFrom(state: AnswerState, offset: number): Step {
  if (state.asked) return { state, follow: null };
  return { state: { ...state, asked: true }, follow: { offset, reasoningOffset: state.reasoning.length } };
}
