import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { parseBody } from './chat-request';
import { readJson, sendJson, type Exchange } from './http';
import { checkModel } from './model-routes';
import type { Parts } from './routes';
import { countTokens } from './tokens';
import { DIMENSIONS, embedText, scoreOverlap } from './vectors';

const EmbeddingsSchema = v.looseObject({
  model: v.string(),
  input: v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))]),
  encoding_format: v.nullish(v.picklist(['float', 'base64']), 'float'),
  dimensions: v.nullish(v.literal(DIMENSIONS)),
});

/** `POST /v1/embeddings`: a vector of 256 numbers for each text. Errors: ApiError 400, 404 and 413. */
export async function embed(exchange: Exchange, { info }: Parts): Promise<void> {
  const { model, input, encoding_format } = parseBody(EmbeddingsSchema, await readJson(exchange));
  checkModel(info, model);
  const texts = typeof input === 'string' ? [input] : input;
  const data = texts.map((text, index) => {
    const vector = embedText(text);
    return { index, object: 'embedding', embedding: encoding_format === 'base64' ? toBase64(vector) : vector };
  });
  const tokens = sum(texts.map(countTokens));
  sendJson(exchange, 200, {
    id: `embd-${randomUUID()}`,
    object: 'list',
    created: Math.floor(Date.now() / 1000),
    model,
    data,
    usage: { prompt_tokens: tokens, total_tokens: tokens, completion_tokens: 0, prompt_tokens_details: null },
  });
}

const RerankSchema = v.looseObject({
  model: v.string(),
  query: v.string(),
  documents: v.array(v.union([v.string(), v.looseObject({ text: v.string() })])),
  top_n: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
});

/** `POST /v1/rerank`: the documents, the nearest to the query first. Errors: ApiError 400, 404 and 413. */
export async function rerank(exchange: Exchange, { info }: Parts): Promise<void> {
  const { model, query, documents, top_n } = parseBody(RerankSchema, await readJson(exchange));
  checkModel(info, model);
  const texts = documents.map((document) => (typeof document === 'string' ? document : document.text));
  const results = texts
    .map((text, index) => ({ index, document: { text }, relevance_score: scoreOverlap(query, text) }))
    .sort((left, right) => right.relevance_score - left.relevance_score || left.index - right.index)
    .slice(0, top_n === 0 ? undefined : top_n);
  const tokens = countTokens(query) * texts.length + sum(texts.map(countTokens));
  sendJson(exchange, 200, { id: `rerank-${randomUUID()}`, model, usage: { total_tokens: tokens }, results });
}

function toBase64(vector: number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
