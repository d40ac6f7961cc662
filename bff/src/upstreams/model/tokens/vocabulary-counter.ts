import { createTaskThread } from '../../../task-thread';
import type { Counter } from './counter';

/** Generations that share one vocabulary. Later ones, as Qwen3.5, have another. */
const SAME = /qwen-?(?:1\.5|2|2\.5|3)(?![.\d])|qwq/i;

/** ChatML, as Qwen2.5 and Qwen3 write it: a mark, the role and a line end before each text, a mark and a line end after. */
const MESSAGE = 5;
const GENERATION = 3;
/** Where thinking is switched off, Qwen3's template begins the answer with thoughts that are empty. */
const NO_THOUGHTS = 4;

/** Whether the model `name` is one whose vocabulary is here. */
export function hasVocabulary(name: string): boolean {
  return SAME.test(name);
}

/**
 * Qwen's vocabulary on a thread of its own, which starts with the first text. Texts are counted in turn; those that have
 * waited for `waitMs` are given up, for nobody waits for them any more.
 */
export function vocabularyCounter(waitMs = Infinity): Counter {
  const thread = createTaskThread<string[], number[]>('vocabulary-worker', import.meta.url);
  let last: Promise<void> = Promise.resolve();

  return {
    kind: 'vocabulary',
    vocabulary: 'qwen',
    maxModelLen: undefined,
    texts: (texts) => {
      const since = performance.now();
      const counts = last.then(() => {
        if (performance.now() - since > waitMs) throw new Error('the vocabulary is too busy');
        return thread.run([...texts]);
      });
      last = counts.then(
        () => undefined,
        () => undefined,
      );
      return counts;
    },
    frame: ({ thinking }) =>
      Promise.resolve({ message: MESSAGE, request: GENERATION + (thinking === false ? NO_THOUGHTS : 0) }),
  };
}
