import { complete } from './chat-routes';
import { control, CONTROL_PREFIX } from './control';
import { embed, rerank } from './retrieval-routes';
import { ApiError, sendJson, type Exchange } from './http';
import { listModels, tokenize, type ModelInfo } from './model-routes';
import type { PlanBook } from './plan';
import type { Recorder } from './recorder';

/** What the routes work with. */
export interface Parts {
  info: ModelInfo;
  plans: PlanBook;
  recorder: Recorder;
  /** Whether the control routes exist. */
  control: boolean;
}

type Handler = (exchange: Exchange, parts: Parts) => Promise<void> | void;

const ROUTES = new Map<string, Partial<Record<string, Handler>>>([
  ['/health', { GET: (exchange) => sendJson(exchange, 200, undefined) }],
  ['/v1/models', { GET: (exchange, { info }) => listModels(exchange, info) }],
  ['/v1/chat/completions', { POST: (exchange, { info, plans }) => complete(exchange, info, plans) }],
  ['/tokenize', { POST: (exchange, { info }) => tokenize(exchange, info) }],
  ['/v1/embeddings', { POST: embed }],
  ['/v1/rerank', { POST: rerank }],
  ['/rerank', { POST: rerank }],
]);

/** Answers one request. Errors: ApiError, for the caller to send. */
export async function route(exchange: Exchange, parts: Parts): Promise<void> {
  const { path, method } = exchange.record;
  if (parts.control && isControl(path)) return control(exchange, parts.plans, parts.recorder);
  const handlers = ROUTES.get(path);
  if (!handlers) throw new ApiError(404, 'Not Found', 'NotFoundError');
  const handler = handlers[method];
  if (!handler) throw new ApiError(405, 'Method Not Allowed', 'MethodNotAllowedError');
  await handler(exchange, parts);
}

/** Whether `path` belongs to the control of the server; such requests are not recorded. */
export function isControl(path: string): boolean {
  return path.startsWith(CONTROL_PREFIX);
}
