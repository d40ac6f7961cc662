import {
  ElementTypes,
  NodeTypes,
  type AttributeNode,
  type DirectiveNode,
  type ElementNode,
  type NodeTransform,
} from '@vue/compiler-core';

/** Elements that behave as uni's do by what browsers have. */
const PLAIN = new Map([
  ['view', 'div'],
  ['text', 'span'],
  ['scroll-view', 'div'],
]);
/** Those that need a little code: `src/web/elements/` has it. */
const MADE = new Map([
  ['image', 'WebImage'],
  ['input', 'WebField'],
  ['textarea', 'WebLines'],
  ['movable-area', 'WebArea'],
  ['movable-view', 'WebMovable'],
]);
/** What only uni's own elements know. */
const DROPPED = new Set([
  'user-select',
  'selectable',
  'hover-stay-time',
  'open-type',
  'enable-flex',
  'enhanced',
  'scroll-anchoring',
  'show-scrollbar',
  'placeholder-class',
  'adjust-position',
  'cursor-spacing',
  'show-confirm-bar',
  'disable-default-padding',
]);
/** What a view that scrolls does only with some code. */
const SCROLLS = new Set(['scrolltolower', 'scroll', 'lower-threshold', 'scroll-top', 'scroll-into-view']);

type Prop = AttributeNode | DirectiveNode;

/**
 * Compiles uni's elements to HTML's, so that components of the product run in a browser without uni's runtime: a `view` is a `div`,
 * a tap a click, and what `hover-class` says is an attribute, by which `src/web/pressing.ts` knows what is pressed.
 */
export const htmlTags: NodeTransform = (node) => {
  if (node.type !== NodeTypes.ELEMENT) return;
  const scrolls = node.tag === 'scroll-view';
  const made = scrolls && node.props.some((prop) => SCROLLS.has(nameOf(prop))) ? 'WebScroll' : MADE.get(node.tag);
  const plain = made === undefined ? PLAIN.get(node.tag) : undefined;
  if (plain !== undefined) become(node, plain, ElementTypes.ELEMENT);
  else if (made !== undefined) become(node, made, ElementTypes.COMPONENT);
  const holds = node.props.filter((prop) => nameOf(prop) === 'longpress');
  node.props = [...node.props, ...holds.map(heldBy)].flatMap((prop) => {
    const name = nameOf(prop);
    if (DROPPED.has(name)) return [];
    return [scrolls && /^scroll-[xy]$/.test(name) ? renamed(prop, `data-${name}`) : adapted(prop, name)];
  });
};

function become(node: ElementNode, tag: string, tagType: ElementTypes): void {
  // In the types an element of one kind is never another.
  Object.assign(node, { tag, tagType });
}

/** Says of an element that somebody listens for it being held. */
function heldBy({ loc }: Prop): AttributeNode {
  return { type: NodeTypes.ATTRIBUTE, name: 'data-hold', nameLoc: loc, value: undefined, loc };
}

function adapted(prop: Prop, name: string): Prop {
  if (name === 'hover-class') return renamed(prop, 'data-press');
  if (name === 'tap' && prop.type === NodeTypes.DIRECTIVE && prop.name === 'on') return renamed(prop, 'click');
  return prop;
}

/** The name of an attribute, or of what a `:x` or `@x` is about; an argument in brackets is none of uni's names. */
function nameOf(prop: Prop): string {
  if (prop.type === NodeTypes.ATTRIBUTE) return prop.name;
  const bound = prop.name === 'bind' || prop.name === 'on';
  return bound && prop.arg?.type === NodeTypes.SIMPLE_EXPRESSION ? prop.arg.content : '';
}

function renamed(prop: Prop, name: string): Prop {
  if (prop.type === NodeTypes.ATTRIBUTE) return { ...prop, name };
  if (prop.arg?.type === NodeTypes.SIMPLE_EXPRESSION) prop.arg.content = name;
  return prop;
}
