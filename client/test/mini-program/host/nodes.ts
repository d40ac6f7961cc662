import type { glassEasel, Instance } from 'glass-easel-miniprogram-adapter';

type EaselElement = InstanceType<typeof glassEasel.Element>;

/** The element of the host's page that stands for a node of the mini-program. */
export function elementOf(node: EaselElement): HTMLElement {
  return node.getBackendElement() as unknown as HTMLElement;
}

/** The node that an element of the host's page, or the nearest around it, stands for. */
export function nodeOf(element: Element | null): EaselElement | null {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const node = (at as { __wxElement?: EaselElement }).__wxElement;
    if (node) return node;
  }
  return null;
}

/** The first node in the component's own template that fits; WeChat's selectors do not look into others. */
export function selectIn(component: Instance, selector: string): EaselElement | null {
  return component._$.getShadowRoot()?.querySelector(selector) ?? null;
}

export function selectAllIn(component: Instance, selector: string): EaselElement[] {
  return component._$.getShadowRoot()?.querySelectorAll(selector) ?? [];
}

interface Point {
  identifier: number;
  clientX: number;
  clientY: number;
}

function points(list: unknown): object[] | undefined {
  if (typeof list !== 'object' || list === null) return undefined;
  return Array.from(list as ArrayLike<Point>, ({ identifier, clientX, clientY }) => ({
    identifier,
    clientX,
    clientY,
    pageX: clientX,
    pageY: clientY,
  }));
}

function told(caller: unknown): object {
  const { id, dataset } = caller as { id?: string; dataset?: object };
  return { id: id ?? '', dataset: { ...dataset }, offsetLeft: 0, offsetTop: 0 };
}

/** An event as WeChat hands it to a program: a plain object with all of its own. */
export function plainEvent(event: { type: string; detail: unknown; target: unknown; currentTarget: unknown }): object {
  const detail = event.detail as Record<string, unknown> | null;
  const touches = points(detail?.touches);
  const changedTouches = points(detail?.changedTouches);
  return {
    type: event.type,
    timeStamp: Date.now(),
    detail: touches ? {} : (detail ?? {}),
    target: told(event.target),
    currentTarget: told(event.currentTarget),
    mark: {},
    ...(touches && { touches, changedTouches }),
  };
}
