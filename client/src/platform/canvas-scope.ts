import { shallowRef } from 'vue';

/** The component that has the canvas in its template, as long as there is one. */
let scope: unknown = null;

/** How large the canvas is to be, px of the layout. */
export const canvasPx = shallowRef({ width: 390, height: 844 });

export const CANVAS_ID = 'poster-canvas';

/** The component with the canvas is there, or gone: null. */
export function setCanvasScope(component: unknown): void {
  scope = component;
}

/** Throws where there is no canvas on the page. */
export function canvasScope(): object {
  if (typeof scope !== 'object' || scope === null) throw new Error('no canvas');
  return scope;
}
