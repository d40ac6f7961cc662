import { ConfigError, readCommandConfig } from '../config';
import { run, USAGE, UsageError } from './run';
import { CommandError, createRunningService } from './service';

const FAILED = 1;
const MISUSED = 2;

/** What a command is called with, and where it writes. */
export interface Surroundings {
  /** Left out: this process's. */
  env?: Record<string, string | undefined> | undefined;
  out(text: string): void;
  err(text: string): void;
}

/** Does what the arguments say; gives the code with which the process ends. */
export async function command(args: string[], { env, out, err }: Surroundings): Promise<number> {
  try {
    const service = createRunningService(readCommandConfig(env));
    const failed = await run(args, service, (line) => out(`${line}\n`));
    return failed > 0 ? FAILED : 0;
  } catch (error) {
    if (error instanceof UsageError) {
      err(`${error.message}\n\n${USAGE}`);
      return MISUSED;
    }
    if (error instanceof CommandError || error instanceof ConfigError) {
      err(`${error.message}\n`);
      return FAILED;
    }
    throw error;
  }
}
