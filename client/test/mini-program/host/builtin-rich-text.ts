import type { Definition, Instance } from 'glass-easel-miniprogram-adapter';
import { elementOf } from './nodes';

/** What WeChat's `rich-text` shows; anything else it leaves out, and so does the host. */
const TRUSTED = new Set(
  `a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em
   fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section small
   span strong sub sup table tbody td tfoot th thead tr tt u ul`.split(/\s+/),
);

function clean(root: Element): void {
  for (const element of [...root.querySelectorAll('*')]) {
    if (!TRUSTED.has(element.tagName.toLowerCase())) element.remove();
    for (const { name } of [...element.attributes]) if (name.startsWith('on')) element.removeAttribute(name);
  }
}

/** `rich-text` with a string of HTML. */
export const richText: Definition = {
  properties: { nodes: null, space: String, userSelect: Boolean },
  observers: {
    nodes(this: Instance, nodes: never) {
      const element = elementOf(this._$);
      element.innerHTML = typeof nodes === 'string' ? `<div>${nodes as string}</div>` : '';
      clean(element);
    },
  },
};
