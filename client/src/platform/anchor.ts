/** From this width on a menu pops up where it was asked for; below, it comes from the bottom. */
const POPUP_FROM_PX = 900;

let lastPoint: { x: number; y: number } | undefined;

document.addEventListener('pointerdown', (event) => (lastPoint = { x: event.clientX, y: event.clientY }), true);
document.addEventListener('keydown', () => (lastPoint = undefined), true);

export interface Anchor {
  point: { x: number; y: number };
  room: { width: number; height: number };
}

/**
 * Where a menu asked for just now should pop up: at the pointer, or below what has the focus where a key asked for it.
 *
 * @returns px in the window, or `null` where the window is too narrow for a pop-up
 */
export function menuAnchor(): Anchor | null {
  if (window.innerWidth < POPUP_FROM_PX) return null;
  const room = { width: window.innerWidth, height: window.innerHeight };
  if (lastPoint) return { point: lastPoint, room };
  const box = document.activeElement?.getBoundingClientRect();
  return box ? { point: { x: box.left, y: box.bottom }, room } : null;
}
