import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as v from 'valibot';
import { taskIn } from './demo/asides';
import { ApiError, sendJson, type Exchange } from './http';
import { PlanBook, type PartialPlan } from './plan';
import { endRecord, Recorder, type RecordedRequest } from './recorder';
import { isControl, route, type Parts } from './routes';
import { close, listen } from '../serving';

export type { Fault, PartialPlan, Plan } from './plan';
export type { Outcome, RecordedRequest } from './recorder';

export interface ModelServerOptions {
  /** 0, the default, picks a free one. */
  port?: number;
  /** The default plan; what it leaves out is ordinary: the demo's answer, as fast as the reader reads. */
  plan?: PartialPlan;
  /** Whether plans can be made and requests read over HTTP too. */
  control?: boolean;
  /** The names the model answers to. */
  models?: string[];
  /** Tokens of prompt and completion together. */
  maxModelLen?: number;
  /** Whether the chat template adds more to some messages than to others. */
  uneven?: boolean;
  /** How many pictures the model takes in a request; false, the default: none, true: any number. */
  vision?: boolean | number;
  /** Whether functions may be offered to it; true where left out. */
  tools?: boolean;
  /** Whether `/tokenize` takes messages only. */
  messagesOnly?: boolean;
  /** How many of the newest requests are remembered. */
  keepRequests?: number;
}

export interface ModelServer {
  /** `http://127.0.0.1:PORT`; OpenAI's routes begin at `/v1` under it. */
  url: string;
  port: number;
  /** Plans the next `times` completions (1), after those planned before; what it leaves out is the default's. */
  plan(next: PartialPlan, options?: { times?: number }): void;
  /** Replaces the default plan; what it leaves out is ordinary. */
  setDefault(plan: PartialPlan): void;
  /** What arrived, oldest first, except `/health`; each record is filled while its answer goes on. */
  requests: readonly RecordedRequest[];
  /** Those of `requests` that asked for an answer. */
  completions(): RecordedRequest[];
  /** Those that asked for a small thing beside answers: a title, a summary, questions to follow. */
  asides(): RecordedRequest[];
  /** Forgets the requests and what was planned for the next completions; the default plan stays. */
  clear(): void;
  /** Stops listening and closes what is open; done when nothing is left. */
  close(): Promise<void>;
}

/** Starts the scripted model on 127.0.0.1. Errors: the listening socket's, for instance a taken port. */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const plans = new PlanBook(options.plan);
  const recorder = new Recorder(options.keepRequests ?? 10_000);
  const parts: Parts = {
    info: {
      models: options.models ?? ['huati-demo'],
      maxModelLen: options.maxModelLen ?? 10_000,
      uneven: options.uneven ?? false,
      pictures: options.vision === true ? Infinity : Number(options.vision ?? 0),
      tools: options.tools ?? true,
      messagesOnly: options.messagesOnly ?? false,
      created: Math.floor(Date.now() / 1000),
    },
    plans,
    recorder,
    control: options.control ?? false,
  };
  const server = createServer((req, res) => void answer(req, res, parts));
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    plan: (next, { times } = {}) => plans.add(next, times),
    setDefault: (plan) => plans.setDefault(plan),
    requests: recorder.requests,
    completions: () => recorder.requests.filter((request) => isCompletion(request) && !isAside(request)),
    asides: () => recorder.requests.filter((request) => isCompletion(request) && isAside(request)),
    clear: () => {
      recorder.clear();
      plans.clear();
    },
    close: () => close(server),
  };
}

function isCompletion({ path }: RecordedRequest): boolean {
  return path === '/v1/chat/completions';
}

const Instructed = v.object({ messages: v.looseTuple([v.object({ content: v.unknown() })]) });

function isAside({ body }: RecordedRequest): boolean {
  return v.is(Instructed, body) && taskIn(body.messages[0].content) !== undefined;
}

async function answer(req: IncomingMessage, res: ServerResponse, parts: Parts): Promise<void> {
  const [path = '/'] = (req.url ?? '/').split('?', 1);
  const record = parts.recorder.begin(req.method ?? '', path, req.headers, !isControl(path) && path !== '/health');
  const exchange: Exchange = { req, res, record };
  res.once('close', () => endRecord(record, res.writableEnded ? 'complete' : 'aborted'));
  try {
    await route(exchange, parts);
  } catch (error) {
    answerError(exchange, error);
  }
  if (res.writableEnded) endRecord(record, 'complete');
}

function answerError(exchange: Exchange, error: unknown): void {
  const { res } = exchange;
  // The client left while its request was read: there is nobody to answer.
  if (res.destroyed) return;
  const known = error instanceof ApiError ? error : new ApiError(500, 'Internal server error', 'InternalServerError');
  if (known !== error)
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  if (res.headersSent) res.destroy();
  else sendJson(exchange, known.status, known.toBody(), known.status === 413 ? { connection: 'close' } : {});
}
