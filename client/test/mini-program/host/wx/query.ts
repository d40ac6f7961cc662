import type { Instance } from 'glass-easel-miniprogram-adapter';
import { canvasOf } from '../canvas';
import { elementOf, selectAllIn, selectIn } from '../nodes';

type Node = NonNullable<ReturnType<typeof selectIn>>;
type Read = (node: Node | null) => object | null;

function rect(node: Node): object {
  const { left, top, right, bottom, width, height } = elementOf(node).getBoundingClientRect();
  return { left, top, right, bottom, width, height };
}

function scrolled(node: Node): object {
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = elementOf(node);
  return { scrollLeft, scrollTop, scrollWidth, scrollHeight };
}

/** False for what was taken out of the page meanwhile. */
function inPage(node: Node): boolean {
  return (elementOf(node) as HTMLElement | null) !== null;
}

/** The scrolling context of an `enhanced` scroll-view. */
function scrollContext(node: Node, scope: Instance): object {
  const view = elementOf(node);
  return {
    scrollTo: ({ top, animated }: { top?: number; animated?: boolean }) =>
      view.scrollTo({ top: top ?? 0, behavior: animated ? 'smooth' : 'instant' }),
    scrollIntoView: (selector: string) => {
      const target = selectIn(scope, selector);
      if (target) elementOf(target).scrollIntoView({ block: 'start', behavior: 'instant' });
    },
  };
}

/** What a program gets to work with: a canvas, or what scrolls. */
function handle(node: Node, scope: Instance): object {
  return canvasOf(node) ?? scrollContext(node, scope);
}

/** `wx.createSelectorQuery`: without `in`, it looks into the page's own template alone, as WeChat's does. */
export function createSelectorQuery(page: () => Instance | null): object {
  const steps: { run: () => unknown; told: ((result: never) => void) | undefined }[] = [];
  let scope = page();

  function add(find: () => Node | null | Node[], read: Read, told?: (result: never) => void): object {
    steps.push({
      told,
      run: () => {
        const found = find();
        return Array.isArray(found) ? found.map(read) : read(found);
      },
    });
    return query;
  }
  function ref(find: () => Node | null | Node[]): object {
    const within = scope;
    const base = (node: Node): object => ({ id: node.id, dataset: { ...node.dataset } });
    return {
      boundingClientRect: (told?: (result: never) => void) =>
        add(find, (node) => node && { ...base(node), ...rect(node) }, told),
      scrollOffset: (told?: (result: never) => void) =>
        add(find, (node) => node && { ...base(node), ...scrolled(node) }, told),
      node: (told?: (result: never) => void) =>
        add(find, (node) => (node && within && inPage(node) ? { node: handle(node, within) } : null), told),
      fields: (wanted: Record<string, boolean>, told?: (result: never) => void) =>
        add(
          find,
          (node) =>
            node && {
              ...base(node),
              ...(wanted.node && within && { node: handle(node, within) }),
              ...(wanted.rect && rect(node)),
              ...(wanted.size && rect(node)),
              ...(wanted.scrollOffset && scrolled(node)),
            },
          told,
        ),
    };
  }
  const query = {
    in(component: Instance) {
      scope = component;
      return query;
    },
    select: (selector: string) => {
      const within = scope;
      return ref(() => within && selectIn(within, selector));
    },
    selectAll: (selector: string) => {
      const within = scope;
      return ref(() => (within ? selectAllIn(within, selector) : []));
    },
    selectViewport: () => ref(() => null),
    exec: (told?: (results: unknown[]) => void) => {
      setTimeout(() => {
        const results = steps.map((step) => {
          const result = step.run();
          step.told?.(result as never);
          return result;
        });
        told?.(results);
      }, 0);
    },
  };
  return query;
}
