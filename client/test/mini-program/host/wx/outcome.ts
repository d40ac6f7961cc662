import type { World } from '../world';

/** The callbacks that most of WeChat's functions take. */
export interface Outcome {
  success?: (result: object) => void;
  fail?: (error: { errMsg: string; errCode?: number; errno?: number }) => void;
  complete?: (result: object) => void;
}

/** Answers a call later, as WeChat does: with `result`, or with the message of what was thrown. */
export function answer(
  world: World,
  name: string,
  options: Outcome | undefined,
  run: () => object | Promise<object>,
): void {
  Promise.resolve()
    .then(run)
    .then(
      (result) => succeed(world, name, options, result),
      (error: unknown) => fail(world, name, options, error instanceof Error ? error.message : String(error)),
    )
    .catch((error: unknown) => world.faults.add(`callback of ${name}`, error));
}

export function succeed(world: World, name: string, options: Outcome | undefined, result: object): void {
  world.clock.deliver(() => {
    const told = { errMsg: `${name}:ok`, ...result };
    options?.success?.(told);
    options?.complete?.(told);
  });
}

export function fail(world: World, name: string, options: Outcome | undefined, why: string): void {
  world.clock.deliver(() => {
    const told = { errMsg: `${name}:fail ${why}` };
    options?.fail?.(told);
    options?.complete?.(told);
  });
}
