import { randomUUID } from 'node:crypto';
import { cutToTokens, type ChatTask } from './chat-request';
import { splitChunks, type Chunk } from './chunks';
import { answerAside } from './demo/asides';
import { answerAsDemo } from './demo/demo-answer';
import { generateText } from './generated-text';
import type { Plan } from './plan';

export type FinishReason = 'stop' | 'length' | null;

/** A completion decided in full before its first byte leaves. */
export interface Completion {
  id: string;
  model: string;
  /** Seconds since 1970. */
  created: number;
  reasoning: Chunk[];
  text: Chunk[];
  finishReason: FinishReason;
  /** Undefined where the plan keeps it back. */
  usage: Record<string, unknown> | undefined;
}

/** Decides what `task` is answered under `plan`: the words, where the limit of tokens cuts them, and what they cost. */
export function compose(task: ChatTask, plan: Plan): Completion {
  const whole = findWords(task, plan);
  const reasoning = cutToTokens(whole.reasoning, task.maxTokens);
  const text = cutToTokens(whole.text, task.maxTokens - reasoning.spent);
  return {
    id: `chatcmpl-${randomUUID()}`,
    model: task.request.model,
    created: Math.floor(Date.now() / 1000),
    reasoning: splitChunks(reasoning.text, plan),
    text: splitChunks(text.text, plan),
    finishReason: reasoning.cut || text.cut ? 'length' : plan.finishReason,
    usage: countUsage(plan, task.promptTokens, reasoning.spent + text.spent),
  };
}

function findWords(task: ChatTask, plan: Plan): { reasoning: string; text: string } {
  if (plan.fault?.kind === 'empty') return { reasoning: '', text: '' };
  const aside = plan.asides ? answerAside(task.messages) : undefined;
  const planned = aside ?? plan.text ?? plan.answer?.(questionOf(task)) ?? generated(plan.length);
  const answer = planned === undefined ? answerAsDemo(task.messages) : { reasoning: '', text: planned };
  const { written } = task;
  // A model that goes on from what it wrote has done its thinking before that.
  if (written !== '') return { reasoning: '', text: restAfter(written, answer.text) };
  const thinks = task.request.chat_template_kwargs?.enable_thinking !== false;
  return { reasoning: thinks ? (plan.reasoning ?? answer.reasoning) : '', text: answer.text };
}

function questionOf({ messages }: ChatTask): string {
  return messages.findLast(({ role }) => role === 'user')?.text ?? '';
}

function generated(length: number | undefined): string | undefined {
  return length === undefined ? undefined : generateText(length);
}

function restAfter(written: string, text: string): string {
  return text.startsWith(written) ? text.slice(written.length) : text;
}

function countUsage(plan: Plan, prompt: number, completion: number): Record<string, unknown> | undefined {
  if (plan.usage === false) return undefined;
  if (plan.usage !== true) return plan.usage;
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}
