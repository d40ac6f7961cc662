import { createHash } from 'node:crypto';
import type { RedisClient } from './connection';

/** A script that Redis runs as one step, sent as a whole only where Redis does not know it yet. */
export function script(client: RedisClient, source: string): (keys: string[], args: string[]) => Promise<unknown> {
  const sha = createHash('sha1').update(source).digest('hex');
  return async (keys, args) => {
    try {
      return await client.evalSha(sha, { keys, arguments: args });
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return client.eval(source, { keys, arguments: args });
    }
  };
}
