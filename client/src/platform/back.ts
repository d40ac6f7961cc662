/** Something that is open, and that the next "back" closes. */
interface Held {
  close: () => void;
  /** It has its entry in the history. */
  entered: boolean;
  /** How many are held up to this one, as its entry in the history says. */
  depth: number;
}

/** The topmost last. */
const open: Held[] = [];
/** Entries of the history that nobody holds any more. */
let spare = 0;
/** So many entries are just being left: the browser does it a moment later, and tells of it as of a "back". */
let leaving = 0;
let listening = false;

/**
 * Makes the next "back" of the browser or phone call `close` instead of leaving the page. Of several, the topmost alone is closed.
 * Out: call it when what `close` closes was closed in another way.
 */
export function holdBack(close: () => void): () => void {
  if (!listening) window.addEventListener('popstate', ({ state }: PopStateEvent) => wentBack(state));
  listening = true;
  const below = open[open.length - 1]?.depth ?? depthOf(history.state) - spare - leaving;
  const held: Held = { close, entered: spare > 0, depth: below + 1 };
  open.push(held);
  // What closes as something else opens leaves it its place.
  if (spare > 0) spare -= 1;
  else if (leaving === 0) enter(held);
  return () => {
    const at = open.indexOf(held);
    if (at < 0) return;
    open.splice(at, 1);
    for (const above of open.slice(at)) above.depth -= 1;
    if (!held.entered) return;
    if (spare === 0) setTimeout(leaveSpare, 0);
    spare += 1;
  };
}

function enter(held: Held): void {
  held.entered = true;
  history.pushState({ ...(history.state as object | null), held: held.depth }, '');
}

function wentBack(state: unknown): void {
  if (leaving === 0) return closeAbove(depthOf(state));
  leaving = 0;
  // What was opened while the entries of others were left comes after those that stay.
  for (const held of open) if (!held.entered) enter(held);
}

/** "Back" led to where so many are held: those above are closed. */
function closeAbove(depth: number): void {
  for (let top = open[open.length - 1]; top && top.depth > depth; top = open[open.length - 1]) {
    open.pop();
    top.close();
  }
}

function leaveSpare(): void {
  const left = spare;
  spare = 0;
  // Where a page was opened over them in the meantime, they stay below it.
  if (left === 0 || depthOf(history.state) === 0) return;
  leaving = left;
  history.go(-left);
}

function depthOf(state: unknown): number {
  return typeof state === 'object' && state !== null && 'held' in state && typeof state.held === 'number'
    ? state.held
    : 0;
}
