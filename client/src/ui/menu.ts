import type { IconName } from './icons';

export interface MenuItem {
  key: string;
  label: string;
  icon?: IconName;
  /** Set apart in the warning colour: it takes something away. */
  danger?: boolean;
}

/** Room kept between a pop-up menu and the window's edge, px. */
const MARGIN_PX = 8;

export interface Placed {
  left: string;
  top: string;
}

/**
 * Where a pop-up menu goes so that it starts at its anchor and stays inside of the window. All numbers in px.
 */
export function placeMenu(
  anchor: { x: number; y: number },
  menu: { width: number; height: number },
  room: { width: number; height: number },
): Placed {
  const fit = (at: number, size: number, limit: number): number =>
    Math.max(MARGIN_PX, Math.min(at, limit - size - MARGIN_PX));
  const below = anchor.y + menu.height + MARGIN_PX <= room.height;
  const top = below ? anchor.y : anchor.y - menu.height;
  return { left: `${fit(anchor.x, menu.width, room.width)}px`, top: `${fit(top, menu.height, room.height)}px` };
}
