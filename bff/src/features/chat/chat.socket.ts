import { Ask, Edit, Follow, Regenerate, Stop, wholeUpTo, type Followed } from '@huati/shared';
import { call, type Calls } from '../../socket/calls';
import type { ReadLog } from './answer-log';
import type { ChatService } from './chat.service';
import type { Delivery } from './delivery';

/**
 * What one connection may ask for. Each call's `after` runs once the acknowledgement has left: a client learns an
 * answer's `ref` before the first delta that uses it.
 */
export function chatCalls(chat: ChatService, userId: string, delivery: Delivery): Calls {
  /** Where the connection has the answer already, nothing is sent twice. */
  const fromStart = async (answerId: string): Promise<() => void> => {
    const log = await chat.logOf(userId, answerId);
    return () => {
      if (!delivery.hasFollowed(answerId)) delivery.follow(log, { text: 0, reasoning: 0 });
    };
  };

  const ask = call(Ask, async (request) => {
    const asked = await chat.ask(userId, request);
    const after = await fromStart(asked.answerId);
    return { reply: { ...asked, ref: delivery.refOf(asked.answerId) }, after };
  });

  const edit = call(Edit, async (request) => {
    const { questionId, answerId } = await chat.edit(userId, request);
    const after = await fromStart(answerId);
    return { reply: { questionId, answerId, ref: delivery.refOf(answerId) }, after };
  });

  const regenerate = call(Regenerate, async (request) => {
    const { answerId } = await chat.regenerate(userId, request);
    const after = await fromStart(answerId);
    return { reply: { answerId, ref: delivery.refOf(answerId) }, after };
  });

  const follow = call(Follow, async (request) => {
    const log = await chat.logOf(userId, request.answerId, request.offset);
    const reply = followed(log, request, delivery.refOf(request.answerId));
    const from = { text: log.text.length, reasoning: log.reasoning.length };
    const after = () => {
      if (reply.status === 'streaming') delivery.follow(log, from);
      else delivery.tellSources(log);
    };
    return { reply, after };
  });

  const stop = call(Stop, async ({ answerId }) => ({ reply: { status: await chat.stop(userId, answerId) } }));

  return new Map([
    ['ask', ask],
    ['edit', edit],
    ['regenerate', regenerate],
    ['follow', follow],
    ['stop', stop],
  ]);
}

/** Everything from the offsets asked for on; an offset inside a surrogate pair goes back to its beginning. */
export function followed(log: ReadLog, request: Omit<Follow, 'answerId'>, ref: number): Followed {
  const offset = wholeUpTo(log.text, request.offset);
  const reasoningOffset = wholeUpTo(log.reasoning, request.reasoningOffset ?? 0);
  return {
    ref,
    ...log.end,
    status: log.end?.status ?? 'streaming',
    text: log.text.slice(offset),
    offset,
    ...(log.reasoning !== '' && { reasoning: log.reasoning.slice(reasoningOffset), reasoningOffset }),
    length: log.text.length,
  };
}
