import type { Completion } from './completion';
import { sendJson, type Exchange } from './http';
import { Outlet } from './outlet';
import type { Plan } from './plan';
import { endRecord } from './recorder';

/** Answers with `completion` in one piece, after the time that streaming it would take, and with the plan's faults. */
export async function sendCompletion(exchange: Exchange, completion: Completion, plan: Plan): Promise<void> {
  const { res, record } = exchange;
  const outlet = new Outlet(res, plan);
  await plan.held?.();
  await outlet.sleepUntil(performance.now() + plan.firstTokenDelayMs + generatingMs(completion, plan));
  if (!outlet.open) return;
  const body = JSON.stringify(toBody(completion, plan));
  const kind = plan.fault?.kind;
  if (kind === 'hangAfterHeaders' || kind === 'stall' || kind === 'cut' || kind === 'malformed') {
    record.status = 200;
    res.writeHead(200, { 'content-type': 'application/json' });
    res.flushHeaders();
    if (kind === 'hangAfterHeaders') return;
    await outlet.send(body.slice(0, Math.floor(body.length / 2)));
    await outlet.flush();
    if (kind === 'stall') return;
    endRecord(record, 'fault');
    await (kind === 'cut' ? outlet.cut() : outlet.end());
    return;
  }
  if (plan.fault?.kind === 'errorChunk') {
    endRecord(record, 'fault');
    const error = { message: plan.fault.message, type: 'InternalServerError', param: null, code: 500 };
    sendJson(exchange, 500, { error });
    return;
  }
  record.sentText = textOf(completion);
  record.sentReasoning = completion.reasoning.map(({ text }) => text).join('');
  endRecord(record, kind === undefined ? 'complete' : 'fault');
  sendJson(exchange, 200, JSON.parse(body));
}

function generatingMs({ reasoning, text }: Completion, { tokensPerSecond }: Plan): number {
  if (tokensPerSecond === 0) return 0;
  const tokens = [...reasoning, ...text].reduce((sum, chunk) => sum + chunk.tokens, 0);
  return (tokens / tokensPerSecond) * 1000;
}

function textOf({ text }: Completion): string {
  return text.map((chunk) => chunk.text).join('');
}

function toBody(completion: Completion, plan: Plan): Record<string, unknown> {
  const { id, model, created } = completion;
  const reasoning = completion.reasoning.map(({ text }) => text).join('');
  const message = {
    role: 'assistant',
    content: completion.text.length === 0 && completion.calls.length > 0 ? null : textOf(completion),
    [plan.reasoningField]: reasoning === '' ? null : reasoning,
    tool_calls: completion.calls.map(({ id, ...called }) => ({ id, type: 'function', function: called })),
  };
  const finishes = plan.fault?.kind !== 'noFinish' && plan.fault?.kind !== 'noDone';
  const choice = { index: 0, message, logprobs: null, finish_reason: finishes ? completion.finishReason : null };
  return { id, object: 'chat.completion', created, model, choices: [choice], usage: completion.usage ?? null };
}
