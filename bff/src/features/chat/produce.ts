import type { Logger } from '../../logger';
import type { Model, PromptMessage } from '../../upstreams/model/model';
import { Failure } from '../../failure';
import { toFailure, toWireError } from '../../wire-error';
import type { AnswerEnd, AnswerLog } from './answer-log';

export interface Production {
  log: AnswerLog;
  prompt: PromptMessage[];
  model: string | undefined;
  maxTokens: number;
  /** Aborted with `stopped` or `interrupted`, the status the answer then ends with. */
  signal: AbortSignal;
}

/**
 * Lets the model write one answer into its log, and tells how it ended. Never rejects: every fault is an end. Who
 * reads the log, and whether anybody does, is not its concern.
 */
export async function produce(production: Production, model: Model, logger: Logger): Promise<AnswerEnd> {
  const { log, prompt, maxTokens, signal } = production;
  let usage: AnswerEnd['usage'];
  let finish: string | undefined;
  try {
    log.setStage('thinking');
    for await (const event of model.stream({ messages: prompt, model: production.model, maxTokens, signal })) {
      if (event.kind === 'text') {
        log.setStage('answering');
        log.append('text', event.text);
      } else if (event.kind === 'reasoning') log.append('reasoning', event.text);
      else if (event.kind === 'finish') finish = event.reason;
      else usage = event.usage;
    }
  } catch (error) {
    return failed(error, log.answerId, logger);
  }
  const status = endStatus(signal, finish);
  if (status === 'complete' && log.text === '') {
    const empty = new Failure('upstream_unavailable', 'the model ended its answer without a word', { reason: 'empty' });
    return failed(empty, log.answerId, logger);
  }
  return { status, ...(usage && { usage }) };
}

function endStatus(signal: AbortSignal, finish: string | undefined): AnswerEnd['status'] {
  if (signal.aborted) return signal.reason === 'stopped' ? 'stopped' : 'interrupted';
  return finish === 'length' ? 'length' : 'complete';
}

function failed(error: unknown, answerId: string, logger: Logger): AnswerEnd {
  const failure = toFailure(error);
  const level = failure.code === 'internal' ? 'error' : 'warn';
  logger[level]({ answerId, code: failure.code, reason: failure.reason, err: failure.cause }, 'answer failed');
  return { status: 'failed', error: toWireError(failure, answerId) };
}
