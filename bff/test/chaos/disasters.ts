import { pause } from '../../src/pause';
import type { Deployment } from './deployment';
import type { OwnRedis } from './own-redis';
import type { Random } from './random';

/** What befalls the servers of a run until `over`. Gives how often something did. */
export type Disasters = (deployment: Deployment, random: Random, over: () => boolean) => Promise<number>;

/** Longer than a lease: by then another process writes the answers of a stopped one. */
const ASLEEP_MS = 9000;

/** Ends a server every now and then, the given share by SIGKILL, and starts another in its place. */
export function killing(share: number): Disasters {
  return every([1500, 4000], async (deployment, random) => {
    const index = random.between(0, deployment.servers.length - 1);
    await deployment.replace(index, random.chance(share) ? 'SIGKILL' : 'SIGTERM', random.between(0, 800));
  });
}

/** Stops the processes in turn for longer than their leases, and lets each go on as if nothing had happened. */
export function sleeping(): Disasters {
  let turn = 0;
  return every([1000, 2000], async (deployment) => {
    turn += 1;
    const server = deployment.servers[turn % deployment.servers.length];
    server?.signal('SIGSTOP');
    await pause(ASLEEP_MS);
    server?.signal('SIGCONT');
  });
}

/** Restarts Redis, which forgets everything. */
export function forgetting(redis: OwnRedis): Disasters {
  return every([1500, 3000], (_deployment, random) => redis.restart(random.between(0, 2500)));
}

function every(
  [low, high]: [number, number],
  strike: (deployment: Deployment, random: Random) => Promise<void>,
): Disasters {
  return async (deployment, random, over) => {
    let count = 0;
    for (;;) {
      await pause(random.between(low, high));
      if (over()) return count;
      count += 1;
      await strike(deployment, random);
    }
  };
}
