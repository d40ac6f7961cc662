/** The MariaDB or MySQL server the suites may make databases on, without a database; undefined: none. */
export function testMysqlUrl(): string | undefined {
  return process.env.TEST_MYSQL_URL;
}

/** The Redis of the tests; undefined: none. */
export function testRedisUrl(): string | undefined {
  return process.env.TEST_REDIS_URL || undefined;
}

/** What the chaos suite draws its faults from; a failure prints it, and CHAOS_SEED brings the same faults again. */
export function chaosSeed(): number {
  return Number(process.env.CHAOS_SEED ?? 20_261_121);
}

/** What a program started by the tests needs of their own environment, and nothing that would configure it. */
export function ownEnvironment(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR };
}
