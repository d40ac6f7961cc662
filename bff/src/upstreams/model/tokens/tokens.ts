import type { Config } from '../../../config';
import { pause } from '../../../pause';
import { remember } from '../../../remember';
import { withinTime } from '../../../within-time';
import { estimateCounter, NoSuchRoute, type Counter } from './counter';
import { endpointCounter, type Tokenize } from './endpoint-counter';
import { estimateTokens } from './estimate';
import { hasVocabulary, vocabularyCounter } from './vocabulary-counter';

/** An endpoint that failed to count is asked again after so long, in ms; one that has no such route, later. */
const AWAY_MS = 10_000;
const ABSENT_MS = 600_000;
/** The longest anything waits for a count, in ms; for getting to know the endpoint and its models, only the first do. */
const COUNT_MS = 3_000;
const KNOW_MS = 1_000;
/** Models that are remembered: people may name any. */
const MODELS = 100;

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

/** What is known of one model's endpoint. */
interface Known {
  counter: Counter | undefined;
  /** Getting to know it, since `startedAt` of `performance.now()`. */
  building: Promise<void> | undefined;
  startedAt: number;
  notBefore: number;
}

export function createTokens({ setting, tokenize, nameOf }: TokensParts): Tokens {
  const estimate = estimateCounter(estimateTokens);
  const vocabulary = vocabularyCounter(COUNT_MS);
  const models = new Map<string, Known>();
  /** By what was asked for, for the model that answers where none is named may not be known yet. */
  const windows = new Map<string | undefined, number>();

  const knownOf = (name: string): Known => {
    const known = models.get(name) ?? { counter: undefined, building: undefined, startedAt: 0, notBefore: -Infinity };
    remember(models, name, known, MODELS);
    return known;
  };
  const build = async (name: string, known: Known): Promise<void> => {
    try {
      known.counter = await endpointCounter(tokenize, name);
    } catch (error) {
      known.notBefore = performance.now() + (error instanceof NoSuchRoute ? ABSENT_MS : AWAY_MS);
    } finally {
      known.building = undefined;
    }
  };
  /** The endpoint's counter, waited for as long as that can be soon. */
  const fromEndpoint = async (name: string): Promise<Counter | undefined> => {
    const known = knownOf(name);
    if (performance.now() < known.notBefore) return undefined;
    if (known.counter) return known.counter;
    if (!known.building) {
      known.startedAt = performance.now();
      known.building = build(name, known);
    }
    const left = known.startedAt + KNOW_MS - performance.now();
    if (left > 0) await Promise.race([known.building, pause(left)]);
    return known.counter;
  };

  const tried = async <T>(use: () => Promise<T>): Promise<{ value: T } | null> => {
    try {
      return { value: await withinTime(use(), COUNT_MS, 'no count') };
    } catch {
      return null;
    }
  };

  return {
    with: async <T>(asked: string | undefined, use: (counter: Counter) => Promise<T>) => {
      const name = await withinTime(nameOf(asked), KNOW_MS, 'no name').catch(() => asked ?? '');
      const mayAsk = setting === 'auto' || setting === 'endpoint';
      const endpoint = mayAsk ? await fromEndpoint(name) : undefined;
      if (endpoint) {
        if (endpoint.maxModelLen !== undefined) remember(windows, asked, endpoint.maxModelLen, MODELS);
        const counted = await tried(() => use(endpoint));
        if (counted) return counted.value;
        knownOf(name).notBefore = performance.now() + AWAY_MS;
      }
      const mayLook = setting === 'qwen' || (setting === 'auto' && hasVocabulary(name));
      const counted = mayLook ? await tried(() => use(vocabulary)) : null;
      return counted ? counted.value : use(estimate);
    },

    windowOf: (name) => windows.get(name),
  };
}
