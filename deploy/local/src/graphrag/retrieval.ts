import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** What becomes of a question: an answer, and how it is given. What is left out happens at once and without a fault. */
export interface RetrievalPlan {
  /** The answer, or what makes it of the request's body. */
  answer?: unknown;
  status?: number;
  /** Before the first byte, in ms; infinite: it never comes. */
  delayMs?: number;
  /** Between pieces of the answer, in ms. */
  trickleMs?: number;
  /** How it goes wrong: cut in the middle, no JSON, without end, sent on to another address. */
  fault?: 'cut' | 'garbage' | 'huge' | 'redirect';
}

/** Where questions are asked: by our own contract, as LightRAG and as Dify have it. */
export const RETRIEVAL_PATHS = ['/retrieve', '/query/data', '/retrieval'];

/** Pieces of an answer that trickles, and UTF-16 units of one that has no end. */
const PIECES = 40;
const HUGE_PIECE = 1_000_000;
const HUGE_PIECES = 64;

/** What is answered where nothing is planned: nothing is known. */
const NOTHING = {
  retrieval_id: 'none',
  mode_used: 'graph',
  backend: 'scripted',
  warnings: [],
  timings_ms: {},
  records: [],
  graph: { nodes: [], edges: [], paths: [], truncated: false },
  linked: [],
  plan: { template_id: 'none', params: {} },
  direct: null,
  private: false,
  status: 'success',
  data: { entities: [], relationships: [], chunks: [], records: [] },
};

/** Answers a question as planned. */
export async function answerRetrieval(res: ServerResponse, body: unknown, plan: RetrievalPlan): Promise<void> {
  const { delayMs = 0, status = 200, fault } = plan;
  if (delayMs === Infinity) return;
  if (delayMs > 0) await pause(delayMs);
  if (fault === 'redirect') {
    res.writeHead(307, { location: '/elsewhere' }).end();
    return;
  }
  const text = JSON.stringify(answerOf(plan, body));
  res.writeHead(status, { 'content-type': 'application/json' });
  if (fault === 'huge') await writeHuge(res);
  else if (fault === 'cut') res.write(text.slice(0, text.length / 2), () => res.destroy());
  else if (fault === 'garbage') res.end(`<html>${text.slice(0, 40)}`);
  else if (plan.trickleMs !== undefined) await trickle(res, text, plan.trickleMs);
  else res.end(text);
}

function answerOf({ answer = NOTHING }: RetrievalPlan, body: unknown): unknown {
  return typeof answer === 'function' ? (answer as (asked: unknown) => unknown)(body) : answer;
}

async function trickle(res: ServerResponse, text: string, pauseMs: number): Promise<void> {
  const length = Math.ceil(text.length / PIECES);
  for (let at = 0; at < text.length && !res.destroyed; at += length) {
    res.write(text.slice(at, at + length));
    await pause(pauseMs);
  }
  res.end();
}

async function writeHuge(res: ServerResponse): Promise<void> {
  res.write('{"records":["');
  for (let piece = 0; piece < HUGE_PIECES && !res.destroyed; piece += 1) {
    if (!res.write('x'.repeat(HUGE_PIECE))) await pause(1);
  }
  res.end('"]}');
}
