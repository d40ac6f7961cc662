import { nextTick, type InjectionKey } from 'vue';
import { allDrawn } from './diagrams';
import { setAllFormulas } from './formulas';

/** Given by what is put onto paper to all within it: diagrams are drawn at once there, and in light colours. */
export const ON_PAPER: InjectionKey<boolean> = Symbol('on paper');

/** So long paper waits for what is drawn, ms; then a diagram is its source there. */
const LONGEST_MS = 12_000;

/** Resolves once all below `root` looks as it is printed: formulas are set, diagrams drawn, and fonts there. */
export async function readyForPaper(root: Element): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, LONGEST_MS)));
  await Promise.race([Promise.all([drawn(root), setFormulas(root)]), late]);
  clearTimeout(timer);
}

async function drawn(root: Element): Promise<void> {
  await allDrawn();
  await nextTick();
  await picturesThere(root);
}

/** Resolves once the diagrams below `root` could be drawn by the browser without waiting: a copy of a picture has to be read anew. */
export async function picturesThere(root: Element): Promise<void> {
  await Promise.all([...root.querySelectorAll<HTMLImageElement>('img.md-diagram-picture')].map(decoded));
}

async function setFormulas(root: Element): Promise<void> {
  try {
    await setAllFormulas(root);
  } catch {
    // Without a connection formulas are printed as they were written.
    return;
  }
  // What is not seen yet has asked for no font.
  const fonts = new Set([...root.querySelectorAll('.katex span')].map((each) => getComputedStyle(each).font));
  await Promise.all([...fonts].filter((font) => font !== '').map((font) => document.fonts.load(font).catch(nothing)));
}

/** A picture that cannot be read is none on paper either. */
const decoded = (picture: HTMLImageElement): Promise<void> => picture.decode().catch(nothing);
const nothing = (): void => undefined;
