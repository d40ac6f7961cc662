/** The tags of WeChat's own that the host knows. Any other, and not a component's, is a fault. */
export const NATIVE_TAGS = ['view', 'text', 'cover-view', 'label', 'form'];
export const BUILTIN_TAGS = [
  'scroll-view',
  'textarea',
  'input',
  'rich-text',
  'button',
  'image',
  'switch',
  'page-meta',
  'canvas',
  'movable-area',
  'movable-view',
];

const ours = new RegExp(`(</?)(${[...NATIVE_TAGS, ...BUILTIN_TAGS].join('|')})(?=[\\s/>])`, 'g');

/** WXML with the tags that the host's page has for WeChat's: `wx-view` for `view`. */
export function toHostTags(wxml: string): string {
  return wxml.replace(ours, '$1wx-$2');
}

/** Where the host's built-in components keep what a page puts into them. */
export const builtinTemplates: Record<string, string> = Object.fromEntries(
  BUILTIN_TAGS.map((tag) => [`builtin/${tag}`, '<slot/>']),
);

/** How a component's script says that its styles hold outside of it as well. */
export const SHARED_STYLES = /styleIsolation:\s*["']shared["']/;
