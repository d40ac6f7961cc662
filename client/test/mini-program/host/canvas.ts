import { elementOf } from './nodes';

/** WeChat refuses more pixels a side. */
const SIDE_MAX = 4096;

/** A canvas as a program gets it: what WeChat's has, drawn by the browser's. */
export interface CanvasNode {
  width: number;
  height: number;
  getContext(kind: string): unknown;
}

const nodes = new WeakMap<Element, CanvasNode>();
const drawn = new WeakMap<CanvasNode, HTMLCanvasElement>();

/** The canvas that a node of the program is, always the same; null where it is none, or one of the old kind. */
export function canvasOf(node: Parameters<typeof elementOf>[0]): CanvasNode | null {
  const element = elementOf(node);
  if (element.tagName !== 'WX-CANVAS' || element.getAttribute('type') !== '2d') return null;
  const known = nodes.get(element);
  if (known) return known;
  const canvas = document.createElement('canvas');
  element.append(canvas);
  const size = (name: 'width' | 'height') => ({
    enumerable: true,
    get: () => canvas[name],
    set: (pixels: number) => {
      if (pixels > SIDE_MAX) throw new Error(`canvas: ${name} ${pixels} is more than ${SIDE_MAX}`);
      canvas[name] = pixels;
    },
  });
  const getContext = (kind: string): unknown => {
    if (kind !== '2d') throw new Error(`canvas: no context "${kind}"`);
    return canvas.getContext('2d');
  };
  const made = Object.defineProperties({ getContext }, { width: size('width'), height: size('height') }) as CanvasNode;
  nodes.set(element, made);
  drawn.set(made, canvas);
  return made;
}

/** Where of a canvas a picture is taken, and how large it is to be, in pixels. */
export interface Cut {
  x: number;
  y: number;
  width: number;
  height: number;
  destWidth: number;
  destHeight: number;
}

/** A picture of what is drawn, as base64 of a PNG. Throws where that is no canvas of the host's, or a browser draws none. */
export function pictureOf(node: CanvasNode, { x, y, width, height, destWidth, destHeight }: Cut): string {
  const from = drawn.get(node);
  if (!from) throw new Error('no canvas');
  const to = document.createElement('canvas');
  to.width = destWidth;
  to.height = destHeight;
  to.getContext('2d')?.drawImage(from, x, y, width, height, 0, 0, destWidth, destHeight);
  return to.toDataURL('image/png').replace(/^[^,]*,/, '');
}
