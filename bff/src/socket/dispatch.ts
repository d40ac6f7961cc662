import type { Ack } from '@huati/shared';
import { Failure } from '../failure';
import type { Logger } from '../logger';
import { toFailure, toWireError } from '../wire-error';
import { newId } from '../ids';
import type { Calls } from './calls';

type Acknowledge = (result: Ack<object>) => void;

/**
 * Answers one client event, whatever it is: an unknown name, a payload of any shape and a missing acknowledgement
 * are all met. `admit` rejects where the connection calls too often.
 */
export async function dispatch(
  calls: Calls,
  event: string,
  args: unknown[],
  admit: () => Promise<void>,
  logger: Logger,
): Promise<void> {
  const startedAt = performance.now();
  const requestId = newId();
  const last = args.at(-1);
  const acknowledge: Acknowledge | undefined = isAcknowledge(last) ? last : undefined;
  const payload = args[0] === last && acknowledge ? undefined : args[0];
  const log = (outcome: object) => {
    const ms = Math.round(performance.now() - startedAt);
    logger.info({ requestId, event: event.slice(0, 40), ms, ...outcome }, 'call');
  };

  try {
    await admit();
    const call = calls.get(event);
    if (!call) throw new Failure('invalid', 'no such event');
    const { reply, after } = await call(payload);
    acknowledge?.({ ok: true, ...reply });
    after?.();
    log({ ok: true });
  } catch (error) {
    const failure = toFailure(error);
    acknowledge?.({ ok: false, error: toWireError(failure, requestId) });
    log({ ok: false, code: failure.code, ...(failure.code === 'internal' && { err: failure.cause }) });
  }
}

function isAcknowledge(value: unknown): value is Acknowledge {
  return typeof value === 'function';
}
