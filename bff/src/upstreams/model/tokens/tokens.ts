import type { Config } from '../../../config';
import { withinTime } from '../../../within-time';
import { estimateCounter, NoSuchRoute, type Counter } from './counter';
import { endpointCounter, type Tokenize } from './endpoint-counter';
import { estimateTokens } from './estimate';
import { hasVocabulary, vocabularyCounter } from './vocabulary-counter';

/** An endpoint that failed to count is asked again after so long, in ms; one that has no such route, later. */
const AWAY_MS = 10_000;
const ABSENT_MS = 600_000;
/** The longest anything waits for a count, in ms. */
const COUNT_MS = 3_000;

export interface Tokens {
  /**
   * Runs `use` with the best counter there is for the model `name`, and where that fails meanwhile with the next:
   * the endpoint's own, the vocabulary that is known to be the model's, an estimate. Rejects only as `use` does with
   * the estimate.
   */
  with<T>(name: string | undefined, use: (counter: Counter) => Promise<T>): Promise<T>;
  /** The window of the model `name` in tokens, as far as its endpoint has told. */
  windowOf(name: string | undefined): number | undefined;
}

export interface TokensParts {
  setting: Config['model']['counting'];
  /** The endpoint's `/tokenize`. */
  tokenize: Tokenize;
  /** The model that answers where none is named. */
  nameOf(name: string | undefined): Promise<string>;
}

export function createTokens({ setting, tokenize, nameOf }: TokensParts): Tokens {
  const estimate = estimateCounter(estimateTokens);
  const vocabulary = vocabularyCounter();
  const counters = new Map<string, Promise<Counter>>();
  /** By what was asked for, for the model that answers where none is named may not be known yet. */
  const windows = new Map<string | undefined, number>();
  let notBefore = -Infinity;

  const fromEndpoint = async (name: string): Promise<Counter> => {
    const known = counters.get(name) ?? endpointCounter(tokenize, name);
    counters.set(name, known);
    return known;
  };
  const failed = (name: string, error: unknown): void => {
    counters.delete(name);
    notBefore = performance.now() + (error instanceof NoSuchRoute ? ABSENT_MS : AWAY_MS);
  };
  const tryEndpoint = async <T>(name: string, use: (counter: Counter) => Promise<T>): Promise<{ value: T } | null> => {
    if ((setting !== 'auto' && setting !== 'endpoint') || performance.now() < notBefore) return null;
    try {
      return { value: await withinTime(fromEndpoint(name).then(use), COUNT_MS, 'no count') };
    } catch (error) {
      failed(name, error);
      return null;
    }
  };
  const tryVocabulary = async <T>(
    name: string,
    use: (counter: Counter) => Promise<T>,
  ): Promise<{ value: T } | null> => {
    if (setting !== 'qwen' && (setting !== 'auto' || !hasVocabulary(name))) return null;
    try {
      return { value: await withinTime(use(vocabulary), COUNT_MS, 'no count') };
    } catch {
      return null;
    }
  };

  return {
    with: async <T>(asked: string | undefined, use: (counter: Counter) => Promise<T>) => {
      const name = await nameOf(asked).catch(() => asked ?? '');
      const heard = (counter: Counter): Promise<T> => {
        if (counter.maxModelLen !== undefined) windows.set(asked, counter.maxModelLen);
        return use(counter);
      };
      const counted = (await tryEndpoint(name, heard)) ?? (await tryVocabulary(name, use));
      return counted ? counted.value : use(estimate);
    },

    windowOf: (name) => windows.get(name),
  };
}
