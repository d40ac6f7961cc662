import { ConfigError, readCommandConfig } from './config';
import { run, USAGE, UsageError } from './command/run';
import { CommandError, createRunningService } from './command/service';

const MISUSED = 2;

try {
  const service = createRunningService(readCommandConfig());
  const failed = await run(process.argv.slice(2), service, (line) => process.stdout.write(`${line}\n`));
  if (failed > 0) process.exitCode = 1;
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    process.exitCode = MISUSED;
  } else if (error instanceof CommandError || error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else {
    throw error;
  }
}
