export type { Anchor } from './anchor';

/** A phone's menu always comes from the bottom. */
export function menuAnchor(): null {
  return null;
}
