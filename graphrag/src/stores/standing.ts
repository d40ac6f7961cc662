import type { Entity } from '../domain';

/** How often documents give an entity a main name and a type. */
export interface Named {
  name: string;
  type: string;
  times: number;
}

/** An entity as documents name it: what most of them say, and of as many the first by its letters. Undefined: none names it. */
export function standing(id: string, named: readonly Named[]): Entity | undefined {
  const name = mostSaid(named, ({ name: said }) => said);
  if (name === undefined) return undefined;
  return { id, name, type: mostSaid(named, ({ type }) => type) ?? '' };
}

function mostSaid(named: readonly Named[], what: (one: Named) => string): string | undefined {
  const times = new Map<string, number>();
  for (const one of named) {
    const said = what(one);
    if (said !== '') times.set(said, (times.get(said) ?? 0) + one.times);
  }
  let most: [string, number] | undefined;
  for (const [said, count] of times) {
    if (most === undefined || count > most[1] || (count === most[1] && said < most[0])) most = [said, count];
  }
  return most?.[0];
}
