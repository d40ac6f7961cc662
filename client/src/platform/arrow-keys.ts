/** What the arrows move along in, and what of it they stop at. */
const GROUPS: Record<string, string> = {
  radiogroup: '[role="radio"]',
  menu: '[role="menuitem"]',
};
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/**
 * Moves the focus along in a group of choices or a menu, as keyboards do with native ones: round at its ends, Home and End to
 * them; in a group the one that is reached is chosen with it.
 */
export function moveByArrows(event: KeyboardEvent): void {
  const at = event.target;
  if (!(at instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
  const group = at.closest<HTMLElement>('[role="radiogroup"], [role="menu"]');
  const stops = group ? [...group.querySelectorAll<HTMLElement>(GROUPS[group.getAttribute('role') ?? ''] ?? '')] : [];
  const next = stops[placeAfter(event.key, stops.indexOf(at), stops.length)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (next.getAttribute('role') === 'radio') next.click();
}

/** The place that `key` leads to from `place` among `count`; -1 where it leads nowhere. */
function placeAfter(key: string, place: number, count: number): number {
  if (place < 0) return -1;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = STEPS[key];
  return step === undefined ? -1 : (place + step + count) % count;
}
