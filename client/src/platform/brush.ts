/** Letters on a canvas: their size in px, and their cut. */
export interface Font {
  size: number;
  bold?: boolean;
  italic?: boolean;
  mono?: boolean;
}

/** A rectangle, or a circle where its radius is half its side; `outline` is the colour of a line of 1 px inside of its edge. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  radius: number;
  fill?: string | undefined;
  outline?: string | undefined;
}

/** What draws on a canvas of any platform. */
export interface Brush {
  /** `y` is the base line's. */
  text(text: string, at: { x: number; y: number }, font: Font, colour: string): void;
  box(box: Box): void;
}

/** A picture that was drawn; `blob` is it in memory, where a platform keeps it there. */
export interface Drawn {
  path: string;
  name: string;
  blob?: Blob | undefined;
}

/** A canvas of its own size; `finish` makes a PNG of it, with the texts in its metadata, and the canvas is gone. */
export interface Canvas {
  brush: Brush;
  finish(name: string, texts: Record<string, string>): Promise<Drawn>;
}

/** Its size in px of the layout, and so many pixels for each of them. */
export interface CanvasSize {
  width: number;
  height: number;
  scale: number;
}

/** The part of a canvas context that is drawn with. */
export interface Context {
  font: string;
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  arcTo(x1: number, y1: number, x2: number, y2: number, radius: number): void;
  closePath(): void;
  fill(): void;
  stroke(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
}

const TEXT = `-apple-system, 'PingFang SC', 'HarmonyOS Sans SC', 'MiSans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif`;
const CODE = `ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono', 'Noto Sans Mono CJK SC', monospace`;

/** The font as CSS names it. */
export function cssFont({ size, bold = false, italic = false, mono = false }: Font): string {
  return `${italic ? 'italic ' : ''}${bold ? 600 : 400} ${size}px ${mono ? CODE : TEXT}`;
}

/** The brush of a context. */
export function brushOf(context: Context): Brush {
  return {
    text(text, { x, y }, font, colour) {
      context.font = cssFont(font);
      context.fillStyle = colour;
      context.fillText(text, x, y);
    },
    box({ fill, outline, ...box }) {
      if (fill !== undefined) {
        context.fillStyle = fill;
        if (box.radius === 0) context.fillRect(box.x, box.y, box.width, box.height);
        else {
          trace(context, box);
          context.fill();
        }
      }
      if (outline === undefined) return;
      context.strokeStyle = outline;
      context.lineWidth = 1;
      const { x, y, width, height, radius } = box;
      trace(context, {
        x: x + 0.5,
        y: y + 0.5,
        width: width - 1,
        height: height - 1,
        radius: Math.max(0, radius - 0.5),
      });
      context.stroke();
    },
  };
}

/** By arcs: `roundRect` is not there on phones of a few years ago. */
function trace(context: Context, { x, y, width, height, radius }: Box): void {
  const r = Math.min(radius, width / 2, height / 2);
  context.beginPath();
  context.moveTo(x + r, y);
  context.arcTo(x + width, y, x + width, y + height, r);
  context.arcTo(x + width, y + height, x, y + height, r);
  context.arcTo(x, y + height, x, y, r);
  context.arcTo(x, y, x + width, y, r);
  context.closePath();
}
