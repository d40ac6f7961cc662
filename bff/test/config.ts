/** The MariaDB or MySQL server the suites may make databases on, without a database; undefined: none. */
export function testMysqlUrl(): string | undefined {
  return process.env.TEST_MYSQL_URL;
}

/** The Redis of the tests; undefined: none. */
export function testRedisUrl(): string | undefined {
  return process.env.TEST_REDIS_URL || undefined;
}
