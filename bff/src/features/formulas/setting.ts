import type { Formula, FormulaError, SetFormula } from '@huati/shared';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../logger';
import { createTaskThread } from '../../task-thread';
import { withinTime } from '../../within-time';
import type { Outcome } from './set-formula';

/** MathJax reads its tables for a part of a second, on a busy machine for some. */
const START_MS = 20_000;
const FORMULA_MS = 1_000;
/** What is kept of pictures, in UTF-16 units of LaTeX and SVG: some thousand of them. */
const KEPT_UNITS = 8 * 1024 * 1024;
/** More waiting ones mean that it takes longer than anybody waits. */
const WAITING_MAX = 400;

export interface Setting {
  /** Sets one formula; what takes too long or cannot be drawn has no picture. */
  set(formula: Formula): Promise<SetFormula | { error: FormulaError }>;
  close(): Promise<void>;
}

/**
 * Formulas set in turn on one thread, which is ended where one takes too long, and starts again with the next.
 *
 * @param formulaMs how long one may take, ms
 */
export function createSetting(logger: Logger, formulaMs = FORMULA_MS): Setting {
  const thread = createTaskThread<Formula, Outcome>('formulas-worker', import.meta.url);
  const kept = new LRUCache<string, Outcome>({
    maxSize: KEPT_UNITS,
    sizeCalculation: (outcome, key) => key.length + ('svg' in outcome ? outcome.svg.length : 1),
  });
  let started = false;
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const start = async (): Promise<void> => {
    if (started) return;
    await withinTime(thread.run({ tex: 'x', display: false }), START_MS, 'the thread that sets formulas did not start');
    started = true;
  };
  const draw = async (formula: Formula): Promise<Outcome | { error: 'unavailable' }> => {
    try {
      await start();
      return await withinTime(thread.run(formula), formulaMs, 'a formula was not set');
    } catch (error) {
      // One alone is on the thread at a time, so its end takes nothing from anybody else.
      const strange = started;
      started = false;
      await thread.close();
      logger.warn({ error: String(error), units: formula.tex.length }, 'a formula was given up');
      return { error: strange ? 'too_large' : 'unavailable' };
    }
  };
  const inTurn = (key: string, formula: Formula): Promise<Outcome | { error: 'unavailable' }> => {
    waiting += 1;
    const drawn = turn.then(async () => {
      const outcome = kept.get(key) ?? (await draw(formula));
      waiting -= 1;
      if (!('error' in outcome) || outcome.error !== 'unavailable') kept.set(key, outcome);
      return outcome;
    });
    turn = drawn;
    return drawn;
  };

  return {
    set: async (formula) => {
      const key = `${formula.display ? 'd' : 'i'}${formula.tex}`;
      return kept.get(key) ?? (waiting >= WAITING_MAX ? { error: 'unavailable' } : inTurn(key, formula));
    },
    close: thread.close,
  };
}
