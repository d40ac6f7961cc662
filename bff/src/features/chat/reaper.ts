import type { Logger } from '../../logger';
import type { AnswersRepository } from './answers.repository';

const REAP_MS = 2000;

/**
 * Ends answers whose writer died: at once for those that a former run of this process left long enough ago, then
 * every two seconds. Gives the function that ends this.
 */
export function startReaper(repository: AnswersRepository, logger: Logger): () => void {
  const reap = async (): Promise<void> => {
    try {
      const count = await repository.reap(Date.now());
      if (count > 0) logger.warn({ count }, 'answers of a dead process ended as interrupted');
    } catch (error) {
      logger.error({ err: error }, 'looking for abandoned answers failed');
    }
  };
  void reap();
  const timer = setInterval(() => void reap(), REAP_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
