import { tellGrown } from './grown';
import { showLarge } from './large-picture';

/**
 * Shows a picture of a text below `root` large when it is pressed, and the others beside it. One in a link leads where the link does.
 *
 * @returns stops it
 */
export function watchPictures(root: Element): () => void {
  const pressed = ({ target }: Event): void => {
    if (!(target instanceof HTMLImageElement) || !target.matches('.md-picture') || target.closest('a')) return;
    const all = [...root.querySelectorAll<HTMLImageElement>('.md-picture')].filter((each) => !each.closest('a'));
    const names = new Map(all.map(({ src, alt }) => [src, alt]));
    showLarge(target.src, [...names.keys()], [...names.values()]);
  };
  // Its height is known now. The event does not bubble.
  const known = (): void => tellGrown();
  root.addEventListener('click', pressed);
  root.addEventListener('load', known, true);
  return () => {
    root.removeEventListener('click', pressed);
    root.removeEventListener('load', known, true);
  };
}
