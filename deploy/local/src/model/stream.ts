import { cutChunks, splitChunks, type Chunk } from './chunks';
import type { Completion } from './completion';
import { Frames } from './frames';
import type { Exchange } from './http';
import { Outlet } from './outlet';
import { Pace } from './pace';
import type { Fault, Plan } from './plan';
import { endRecord, type RecordedRequest } from './recorder';

interface Stream {
  completion: Completion;
  plan: Plan;
  frames: Frames;
  outlet: Outlet;
  pace: Pace;
  record: RecordedRequest;
  wantsUsage: boolean;
}

/** Answers with `completion` as server-sent events at the plan's pace and with its faults; done when it has ended. */
export async function streamCompletion(
  { res, record }: Exchange,
  completion: Completion,
  plan: Plan,
  wantsUsage: boolean,
): Promise<void> {
  record.status = 200;
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  res.flushHeaders();
  if (plan.fault?.kind === 'hangAfterHeaders') return;
  const frames = new Frames(completion, plan.reasoningField);
  const outlet = new Outlet(res, plan);
  await plan.held?.();
  const pace = new Pace(performance.now() + plan.firstTokenDelayMs, plan.tokensPerSecond);
  await run({ completion, plan, frames, outlet, pace, record, wantsUsage });
}

async function run(stream: Stream): Promise<void> {
  const { completion, plan, outlet, frames, pace } = stream;
  await outlet.sleepUntil(pace.due(0));
  await outlet.send(frames.role());
  await sendReasoning(stream);
  const { head, rest } = splitAtFault(completion.text, plan);
  await sendText(stream, head);
  if (plan.fault && (await playFault(stream, plan.fault)) === 'over') return;
  await sendText(stream, rest);
  await sendCalls(stream);
  await finish(stream);
}

function splitAtFault(text: Chunk[], plan: Plan): { head: Chunk[]; rest: Chunk[] } {
  const { fault } = plan;
  if (!fault || !('afterUnits' in fault)) return { head: text, rest: [] };
  return cutChunks(text, fault.afterUnits, plan.splitSurrogates);
}

async function sendReasoning({ completion, outlet, pace, frames, record }: Stream): Promise<void> {
  for (const { text, tokens } of completion.reasoning) {
    await outlet.sleepUntil(pace.due(tokens));
    if (!outlet.open) return;
    record.sentReasoning += text;
    record.chunksSent += 1;
    await outlet.send(frames.reasoning(text));
  }
}

async function sendText({ outlet, pace, frames, record }: Stream, chunks: Chunk[]): Promise<void> {
  for (const { text, tokens } of chunks) {
    await outlet.sleepUntil(pace.due(tokens));
    if (!outlet.open) return;
    record.sentText += text;
    record.chunksSent += 1;
    await outlet.send(frames.text(text));
  }
}

/** Calls as vLLM streams them: the name first, what it is called with in pieces. */
async function sendCalls({ completion, plan, outlet, pace, frames, record }: Stream): Promise<void> {
  for (const [index, call] of completion.calls.entries()) {
    await outlet.send(frames.call(index, call));
    for (const { text, tokens } of splitChunks(call.arguments, plan)) {
      await outlet.sleepUntil(pace.due(tokens));
      if (!outlet.open) return;
      record.chunksSent += 1;
      await outlet.send(frames.callPiece(index, text));
    }
  }
}

/** Plays a fault of the middle of a stream; `over` where nothing follows it. */
async function playFault({ outlet, frames, record }: Stream, fault: Fault): Promise<'over' | 'goesOn'> {
  if (!outlet.open) return 'over';
  switch (fault.kind) {
    case 'stall':
      await outlet.flush();
      return 'over';
    case 'cut':
      endRecord(record, 'fault');
      await outlet.cut();
      return 'over';
    case 'malformed':
      await outlet.send(frames.malformed());
      return 'goesOn';
    case 'errorChunk':
      await outlet.send(frames.error(fault.message));
      await outlet.send(frames.done);
      endRecord(record, 'fault');
      await outlet.end();
      return 'over';
    case 'status':
    case 'refuse':
    case 'hang':
    case 'hangAfterHeaders':
    case 'empty':
    case 'noFinish':
    case 'noDone':
      return 'goesOn';
  }
}

async function finish({ completion, plan, outlet, frames, record, wantsUsage }: Stream): Promise<void> {
  const kind = plan.fault?.kind;
  const finishes = kind !== 'noFinish' && kind !== 'noDone' && completion.finishReason !== null;
  if (finishes) await outlet.send(frames.finish(completion.finishReason));
  if (kind !== 'noDone') {
    if (wantsUsage && completion.usage) await outlet.send(frames.usage(completion.usage));
    await outlet.send(frames.done);
  }
  await outlet.flush();
  if (outlet.open) endRecord(record, kind === undefined ? 'complete' : 'fault');
  await outlet.end();
}
