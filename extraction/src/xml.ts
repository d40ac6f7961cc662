import { SaxesParser } from 'saxes';
import { Unreadable } from './extracted';

/**
 * An element with its names free of prefixes, which documents choose as they like. An attribute that had one is also under
 * `:name`, since elements may have both.
 */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
}

/** Takes an element that is complete. False where nothing further is wanted. */
type Take = (element: Element) => boolean | undefined;

/** Deeper than any office program nests, and far from what a recursion over elements could not bear. */
const DEPTH_MAX = 256;
/** The most elements of one taken element: a paragraph, a table, a slide. */
const NODES_MAX = 1_000_000;
/** The longest list of paragraphs and cells is read by their elements, one at a time; what stands between is dropped. */
const TEXT_NODE_MAX = 8 * 1024 * 1024;

/**
 * Reads XML and gives each element whose name is among `names`, whole, one after another; inside of one, none is given
 * again. Neither document types nor entities of their own are taken, so nothing is fetched and nothing grows. Throws
 * `Unreadable`: `broken` where it is no XML, has a document type or nests too deep, `too_heavy` where an element has too
 * much in it.
 */
export async function eachElement(
  source: AsyncIterable<Buffer>,
  names: ReadonlySet<string>,
  take: Take,
): Promise<void> {
  const tree = new Tree(names, take);
  const decoder = new TextDecoder('utf-8');
  for await (const bytes of source) {
    tree.write(decoder.decode(bytes, { stream: true }));
    if (tree.enough) return;
  }
  tree.write(decoder.decode());
  tree.end();
}

/** What is being read of one document. */
class Tree {
  enough = false;
  private readonly parser = new SaxesParser();
  private readonly open: Element[] = [];
  private depth = 0;
  private nodes = 0;
  private failed: Unreadable | undefined;

  constructor(
    private readonly names: ReadonlySet<string>,
    private readonly take: Take,
  ) {
    this.parser.on('error', (error) => this.fail('broken', `not well-formed: ${error.message.slice(0, 80)}`));
    this.parser.on('doctype', () => this.fail('broken', 'XML with a document type'));
    this.parser.on('opentag', (tag) => this.opened(tag.name, tag.attributes));
    this.parser.on('closetag', () => this.closed());
    this.parser.on('text', (text) => this.text(text));
    this.parser.on('cdata', (text) => this.text(text));
  }

  write(text: string): void {
    // One long write would go on to its end however early it failed.
    for (let at = 0; at < text.length && !this.enough; at += 65_536) {
      this.parser.write(text.slice(at, at + 65_536));
      if (this.failed) throw this.failed;
    }
  }

  end(): void {
    if (this.enough) return;
    this.parser.close();
    if (this.failed) throw this.failed;
  }

  private fail(reason: 'broken' | 'too_heavy', message: string): void {
    this.failed ??= new Unreadable(reason, message);
  }

  private opened(name: string, attributes: Record<string, string>): void {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) this.fail('broken', 'XML that nests too deep');
    if (this.failed || this.enough) return;
    const local = localName(name);
    if (this.open.length === 0 && !this.names.has(local)) return;
    this.nodes += 1;
    if (this.nodes > NODES_MAX) return this.fail('too_heavy', 'an element with too much in it');
    const element: Element = { name: local, attributes: unprefixed(attributes), children: [] };
    this.open.at(-1)?.children.push(element);
    this.open.push(element);
  }

  private closed(): void {
    this.depth -= 1;
    const element = this.open.pop();
    if (!element || this.open.length > 0 || this.failed || this.enough) return;
    this.nodes = 0;
    if (this.take(element) === false) this.enough = true;
  }

  private text(text: string): void {
    if (text.length > TEXT_NODE_MAX) return this.fail('too_heavy', 'a text with too much in it');
    if (!this.failed) this.open.at(-1)?.children.push(text);
  }
}

function unprefixed(attributes: Record<string, string>): Record<string, string> {
  const result = Object.create(null) as Record<string, string>;
  for (const [key, value] of Object.entries(attributes)) {
    const local = localName(key);
    if (local === key) result[key] = value;
    else {
      result[`:${local}`] = value;
      result[local] ??= value;
    }
  }
  return result;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The elements right inside of `element`. */
export function elementsOf(element: Element): Element[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** The first element of that name right inside of `element`. */
export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element && elementsOf(element).find((child) => child.name === name);
}

/** The element at the end of a path of names, each right inside of the one before. */
export function at(element: Element | undefined, ...names: string[]): Element | undefined {
  return names.reduce<Element | undefined>(childOf, element);
}

/** All elements of that name anywhere inside of `element`, in their order; not inside of one another. */
export function allOf(element: Element, name: string): Element[] {
  return elementsOf(element).flatMap((child) => (child.name === name ? [child] : allOf(child, name)));
}

/** The text of `element` with all that is inside. */
export function textOf(element: Element | undefined): string {
  if (!element) return '';
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}
