import { randomUUID } from 'node:crypto';
import { cutToTokens, type ChatTask } from './chat-request';
import { splitChunks, type Chunk } from './chunks';
import { answerAside } from './demo/asides';
import { callsAsDemo } from './demo/calling';
import { answerAsDemo } from './demo/demo-answer';
import { generateText } from './generated-text';
import type { Plan } from './plan';
import { countTokens } from './tokens';
import { toCall, type PlannedCall, type ToolCall } from './tools';

export type FinishReason = 'stop' | 'length' | 'tool_calls' | null;

/** A completion decided in full before its first byte leaves. */
export interface Completion {
  id: string;
  model: string;
  /** Seconds since 1970. */
  created: number;
  reasoning: Chunk[];
  text: Chunk[];
  calls: ToolCall[];
  finishReason: FinishReason;
  /** Undefined where the plan keeps it back. */
  usage: Record<string, unknown> | undefined;
}

interface Words {
  reasoning: string;
  text: string;
  calls: readonly PlannedCall[];
}

/** Decides what `task` is answered under `plan`: the words, where the limit of tokens cuts them, and what they cost. */
export function compose(task: ChatTask, plan: Plan): Completion {
  const whole = findWords(task, plan);
  const reasoning = cutToTokens(whole.reasoning, task.maxTokens);
  const text = cutToTokens(whole.text, task.maxTokens - reasoning.spent);
  const cut = reasoning.cut || text.cut;
  const calls = cut ? [] : whole.calls.map(toCall);
  const spentOnCalls = calls.reduce((sum, call) => sum + countTokens(call.name) + countTokens(call.arguments), 0);
  const ended = calls.length > 0 ? 'tool_calls' : plan.finishReason;
  return {
    id: `chatcmpl-${randomUUID()}`,
    model: task.request.model,
    created: Math.floor(Date.now() / 1000),
    reasoning: splitChunks(reasoning.text, plan),
    text: splitChunks(text.text, plan),
    calls,
    finishReason: cut ? 'length' : ended,
    usage: countUsage(plan, task.promptTokens, reasoning.spent + text.spent + spentOnCalls),
  };
}

function findWords(task: ChatTask, plan: Plan): Words {
  if (plan.fault?.kind === 'empty') return { reasoning: '', text: '', calls: [] };
  const aside = plan.asides ? answerAside(task.messages) : undefined;
  const calls = aside === undefined ? callsOf(task, plan) : [];
  const planned = aside ?? plannedText(task, plan) ?? (calls.length > 0 ? '' : undefined);
  const answer = planned === undefined ? answerAsDemo(task.messages) : { reasoning: '', text: planned };
  const { written } = task;
  // A model that goes on from what it wrote has done its thinking before that.
  if (written !== '') return { reasoning: '', text: restAfter(written, answer.text), calls };
  const thinks = task.request.chat_template_kwargs?.enable_thinking !== false;
  return { reasoning: thinks ? (plan.reasoning ?? answer.reasoning) : '', text: answer.text, calls };
}

function callsOf(task: ChatTask, plan: Plan): readonly PlannedCall[] {
  if ((task.request.tools ?? []).length === 0) return [];
  if (plan.toolCalls) return plan.toolCalls;
  return plannedText(task, plan) === undefined ? callsAsDemo(task.messages, task.request.tools) : [];
}

function plannedText(task: ChatTask, plan: Plan): string | undefined {
  return plan.text ?? plan.answer?.(questionOf(task)) ?? generated(plan.length);
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
