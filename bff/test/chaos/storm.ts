import { runAnswer, type Outcome } from './answer-run';
import type { Deployment } from './deployment';
import type { Disasters } from './disasters';
import { seeded } from './random';

export interface StormOptions {
  seed: number;
  answers: number;
  /** Answers under way at once. */
  atOnce: number;
  /** What befalls the servers meanwhile. */
  disasters?: Disasters;
}

/** All answers of one run together. */
export interface Storm {
  answers: number;
  complete: number;
  stopped: number;
  interrupted: number;
  cuts: number;
  freezes: number;
  moves: number;
  disasters: number;
  missing: number;
  extra: number;
  differing: number;
  /** Each with its question, from which the answer can be run again. */
  violations: string[];
}

/** Runs many answers over bad links, some at a time, while servers die. */
export async function storm(deployment: Deployment, options: StormOptions): Promise<Storm> {
  const { seed, answers, atOnce } = options;
  const outcomes: Outcome[] = [];
  let next = 0;
  let over = false;
  const worker = async (): Promise<void> => {
    while (next < answers) {
      next += 1;
      outcomes.push(await runAnswer(deployment, seeded(seed * 100_003 + next)));
    }
  };
  const disasters = options.disasters?.(deployment, seeded(seed), () => over) ?? Promise.resolve(0);
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    over = true;
    await disasters;
  }
  return { ...total(outcomes), disasters: await disasters };
}

function total(outcomes: readonly Outcome[]): Omit<Storm, 'disasters'> {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + of(outcome), 0);
  const ended = (status: string) => outcomes.filter((outcome) => outcome.status === status).length;
  return {
    answers: outcomes.length,
    complete: ended('complete'),
    stopped: ended('stopped'),
    interrupted: ended('interrupted'),
    cuts: sum(({ cuts }) => cuts),
    freezes: sum(({ freezes }) => freezes),
    moves: sum(({ moves }) => moves),
    missing: sum(({ missing }) => missing),
    extra: sum(({ extra }) => extra),
    differing: sum(({ differing }) => differing),
    violations: outcomes.flatMap(({ question, violations }) => violations.map((each) => `${question}: ${each}`)),
  };
}
