import type { Plugin } from 'vite';

const ID = '\0huati:entities';

/**
 * markdown-it brings the table of all names of characters, a sixth of what the reader's page would load. It asks for one `&name;` at
 * a time, and a browser knows them all by itself.
 */
export function smallEntities(): Plugin {
  return {
    name: 'huati:small-entities',
    enforce: 'pre',
    resolveId: (id, importer) => (id === 'entities' && importer?.includes('/markdown-it/') ? ID : undefined),
    load: (id) => (id === ID ? DECODE : undefined),
  };
}

// In a textarea nothing is an element, and nothing is loaded or run. Of a name that it does not know it may know the beginning, as
// the standard has it for the oldest ones; the semicolon is left then.
const DECODE = `
const field = document.createElement('textarea');
export function decodeHTML(text) {
  field.innerHTML = text;
  return field.value.endsWith(';') && text !== '&semi;' ? text : field.value;
}
export { decodeHTML as decodeHTMLStrict };`;
