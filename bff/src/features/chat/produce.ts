import type { Logger } from '../../logger';
import type { Model, PromptMessage, PromptPicture } from '../../upstreams/model/model';
import { Failure } from '../../failure';
import { toFailure, toWireError } from '../../wire-error';
import { drawAll } from '../evidence/pictures';
import type { AnswerEnd, AnswerLog } from './answer-log';
import type { AnswerWriter } from './answer-writer';
import { streamWithCalls } from './rounds-of-calls';
import type { Job } from './running';

export interface Production {
  log: AnswerLog;
  writer: AnswerWriter;
  job: Job;
  /** Aborted with `stopped` where the user wants no more of it, else where this process is not to write on. */
  signal: AbortSignal;
}

/**
 * Lets the model write one answer, and tells how it ended. Never rejects: every fault is an end. Who reads the answer,
 * and whether anybody does, is not its concern.
 */
export async function produce(production: Production, model: Model, logger: Logger): Promise<AnswerEnd> {
  const { log, writer, job, signal } = production;
  const seen: { usage?: AnswerEnd['usage']; finish?: string; text: boolean; thought: Thought } = {
    text: false,
    thought: {},
  };
  const told = { ...(job.window && { window: job.window }) };
  try {
    log.setStage('thinking');
    const { model: name, maxTokens, thinking, continues, window } = job;
    const prompt = withPictures(job.prompt, await drawAll(job.pictures, signal));
    const request = { model: name, thinking, continues, fewerPictures: true, signal };
    // A text that is gone on with has its evidence already, and whoever wrote it may have had tools.
    const tools = continues ? undefined : job.tools;
    await streamWithCalls(model, { request, prompt, maxTokens, window, tools, log }, (event) => {
      if (event.kind === 'text') {
        seen.text = true;
        seen.thought.until ??= performance.now();
        log.setStage('answering');
        writer.append('text', event.text);
      } else if (event.kind === 'reasoning') {
        seen.thought.since ??= performance.now();
        writer.append('reasoning', event.text);
      }
      if (event.kind === 'finish') seen.finish = event.reason;
      if (event.kind === 'usage') seen.usage = event.usage;
    });
  } catch (error) {
    // What was there before this process came stays what it is: an answer that nobody could write on.
    if (job.continues && !seen.text) return interrupted(error, log.answerId, logger);
    return { ...failedEnd(error, log.answerId, logger), ...told, ...thoughtFor(seen.thought) };
  }
  const status = endStatus(signal, seen.finish);
  if (status === 'complete' && !seen.text && !job.continues) {
    const empty = new Failure('upstream_unavailable', 'the model ended its answer without a word', { reason: 'empty' });
    return { ...failedEnd(empty, log.answerId, logger), ...told, ...thoughtFor(seen.thought) };
  }
  // The endpoint counts what it read and wrote now, which is not what a continued answer took in all.
  const usage = seen.usage && !job.continues ? { usage: seen.usage } : {};
  return { status, ...usage, ...told, ...thoughtFor(seen.thought) };
}

/** The prompt with pictures in the last of a person's messages; what is begun of an answer comes behind it. */
function withPictures(prompt: readonly PromptMessage[], pictures: readonly PromptPicture[]): PromptMessage[] {
  const asked = prompt.findLastIndex(({ role }) => role === 'user');
  return prompt.map((message, at) => (at === asked && pictures.length > 0 ? { ...message, pictures } : message));
}

/** When the model's thinking began and when its first word came, of `performance.now()`. */
interface Thought {
  since?: number;
  until?: number;
}

function thoughtFor({ since, until = performance.now() }: Thought): { reasoningMs?: number } {
  return since === undefined ? {} : { reasoningMs: Math.max(0, Math.round(until - since)) };
}

function endStatus(signal: AbortSignal, finish: string | undefined): AnswerEnd['status'] {
  if (signal.aborted) return signal.reason === 'stopped' ? 'stopped' : 'interrupted';
  return finish === 'length' ? 'length' : 'complete';
}

function interrupted(error: unknown, answerId: string, logger: Logger): AnswerEnd {
  logger.warn({ answerId, err: error }, 'the model does not go on with an answer');
  return { status: 'interrupted' };
}

/** An error as the end of an answer, told to the log. */
export function failedEnd(error: unknown, answerId: string, logger: Logger): AnswerEnd {
  const failure = toFailure(error);
  const level = failure.code === 'internal' ? 'error' : 'warn';
  logger[level]({ answerId, code: failure.code, reason: failure.reason, err: failure.cause }, 'answer failed');
  return { status: 'failed', error: toWireError(failure, answerId) };
}
