/** The MariaDB or MySQL server the suites may make databases on, without a database; undefined: none. */
export function testMysqlUrl(): string | undefined {
  return process.env.TEST_MYSQL_URL;
}
