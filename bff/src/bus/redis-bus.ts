import * as v from 'valibot';
import type { Logger } from '../logger';
import { PREFIX, type Redis } from '../redis/connection';
import { createLocalBus, type Bus } from './bus';

const Envelope = v.object({ from: v.string(), message: v.unknown() });

/**
 * The bus of several processes, over Redis' publish and subscribe. Listeners of the publishing process hear at once and
 * also while Redis is away. `owner` names this process.
 */
export function createRedisBus({ commands, subscriber }: Redis, owner: string, logger: Logger): Bus {
  const local = createLocalBus();
  const counts = new Map<string, number>();
  const warn = (error: unknown) => {
    logger.warn({ err: error }, 'the bus cannot be reached');
  };
  const heard = (channel: string, text: string): void => {
    const envelope = v.parse(Envelope, JSON.parse(text));
    if (envelope.from !== owner) local.publish(channel, envelope.message);
  };
  const count = (channel: string, change: 1 | -1): number => {
    const next = (counts.get(channel) ?? 0) + change;
    if (next === 0) counts.delete(channel);
    else counts.set(channel, next);
    return next;
  };

  return {
    publish: (channel, message) => {
      local.publish(channel, message);
      commands.publish(PREFIX + channel, JSON.stringify({ from: owner, message })).catch(warn);
    },
    subscribe: (channel, on) => {
      const end = local.subscribe(channel, on);
      if (count(channel, 1) === 1) subscriber.subscribe(PREFIX + channel, (text) => heard(channel, text)).catch(warn);
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        end();
        if (count(channel, -1) === 0) subscriber.unsubscribe(PREFIX + channel).catch(warn);
      };
    },
  };
}
