import { deploy, type DeploymentOptions } from './deployment';
import { forgetting, killing, sleeping, type Disasters } from './disasters';
import { hasRedis, startRedis, type OwnRedis } from './own-redis';
import { storm, type Storm } from './storm';

interface Row {
  name: string;
  processes: number;
  disasters?: (redis: OwnRedis) => Disasters;
}

const ROWS: Row[] = [
  { name: 'one process', processes: 1 },
  { name: 'one process, killed', processes: 1, disasters: () => killing(0.7) },
  { name: 'two processes, killed', processes: 2, disasters: () => killing(0.6) },
  { name: 'two processes, asleep', processes: 2, disasters: () => sleeping() },
  { name: 'two processes, Redis lost', processes: 2, disasters: forgetting },
];
const COLUMNS = ['cuts', 'freezes', 'moves', 'disasters', 'missing', 'extra', 'differing'] as const;

/** Runs one row of the table; undefined where it needs a Redis that is not here. */
async function run({ processes, disasters }: Row, answers: number, seed: number): Promise<Storm | undefined> {
  if (processes > 1 && !hasRedis()) return undefined;
  const redis = processes > 1 ? await startRedis() : undefined;
  const options: DeploymentOptions = { processes, redisUrl: redis?.url };
  const deployment = await deploy(options);
  try {
    const struck = redis || processes === 1 ? disasters?.(redis ?? NO_REDIS) : undefined;
    return await storm(deployment, { seed, answers, atOnce: 25, ...(struck && { disasters: struck }) });
  } finally {
    await deployment.close();
    redis?.close();
  }
}

const NO_REDIS: OwnRedis = { url: '', restart: () => Promise.resolve(), close: () => undefined };

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

const answers = Number(process.argv[2]);
const seed = Number(process.argv[3]);
print(['', 'answers', 'links cut', 'frozen', 'moves', 'disasters', 'missing', 'doubled', 'misplaced', 'wrong ends']);
print(['---', ...Array.from({ length: 9 }, () => '---:')]);
for (const row of ROWS) {
  const result = await run(row, answers, seed);
  if (!result) {
    process.stderr.write(`${row.name}: skipped, there is no redis-server\n`);
    continue;
  }
  print([row.name, ...[result.answers, ...COLUMNS.map((name) => result[name]), result.violations.length].map(String)]);
  for (const violation of result.violations) process.stderr.write(`${violation}\n`);
  if (result.violations.length > 0) process.exitCode = 1;
}
