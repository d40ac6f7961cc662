import type { Place } from '@huati/shared';
import { Collected } from '../collected';
import { PAGES_MAX, type Extracted, type Progress } from '../extracted';
import { addTable, type Row } from '../tables';
import { allOf, at, childOf, elementsOf, textOf, type Element } from '../xml';
import { openZip, type Zip } from '../zip';
import { elementsIn, mainPart, relatedAs, relationsOf, type Relations } from './package';

/** Placeholders that say the same on every slide. */
const REPEATED = new Set(['dt', 'ftr', 'sldNum', 'hdr']);
const TITLES = new Set(['title', 'ctrTitle']);

/**
 * Reads a presentation: its slides in the order in which they are shown, each with its title, texts, tables, diagrams and
 * notes. Hidden slides say that they are. Throws `Unreadable`.
 */
export async function readPptx(path: string, progress: Progress): Promise<Extracted> {
  const zip = await openZip(path);
  try {
    const main = await mainPart(zip, 'ppt/presentation.xml');
    const relations = await relationsOf(zip, main);
    const listed = await elementsIn(zip, main, 'sldId');
    const slides = listed.flatMap(({ attributes }) => relations.get(attributes[':id'] ?? '')?.path ?? []);
    const collected = new Collected();
    for (const [index, slide] of slides.slice(0, PAGES_MAX).entries()) {
      if (collected.full) break;
      await new SlideReader(zip, collected, index + 1).read(slide);
      progress(index + 1, slides.length);
    }
    if (slides.length > PAGES_MAX) collected.cut();
    return collected.extracted(slides.length);
  } finally {
    zip.close();
  }
}

class SlideReader {
  private place: Place;

  constructor(
    private readonly zip: Zip,
    private readonly collected: Collected,
    slide: number,
  ) {
    this.place = { slide };
  }

  async read(path: string): Promise<void> {
    const relations = await relationsOf(this.zip, path);
    const [slide] = await elementsIn(this.zip, path, 'sld');
    const tree = at(slide, 'cSld', 'spTree');
    if (!slide || !tree) return;
    const shapes = shapesOf(tree);
    const title = shapes.find((shape) => TITLES.has(placeholderOf(shape) ?? ''));
    const words =
      title &&
      paragraphsOf(title)
        .map(({ text }) => text)
        .join(' ');
    if (words) this.place = { ...this.place, headings: [words] };
    if (words) this.collected.add(`# ${words}`, this.place);
    if (slide.attributes.show === '0') this.collected.add('（隐藏的幻灯片）', this.place);
    for (const shape of shapes) if (shape !== title) await this.shape(shape, relations);
    await this.notes(relatedAs(relations, 'notesSlide'));
  }

  private async shape(shape: Element, relations: Relations): Promise<void> {
    if (REPEATED.has(placeholderOf(shape) ?? '')) return;
    const table = at(shape, 'graphic', 'graphicData', 'tbl');
    if (table) return addTable(this.collected, rowsOf(table), () => this.place);
    const diagram = at(shape, 'graphic', 'graphicData', 'relIds')?.attributes.dm;
    if (diagram !== undefined) return this.diagram(relations.get(diagram)?.path);
    for (const { text, level } of paragraphsOf(shape)) {
      const mark = level === undefined ? '' : `${'  '.repeat(level)}- `;
      this.collected.add(mark + text, this.place);
    }
  }

  private async diagram(path: string | undefined): Promise<void> {
    for (const point of await elementsIn(this.zip, path, 'pt')) {
      const text = allOf(point, 'p').map(paragraphText).filter(Boolean).join(' ');
      if (text !== '') this.collected.add(`- ${text}`, this.place);
    }
  }

  private async notes(path: string | undefined): Promise<void> {
    const shapes = (await elementsIn(this.zip, path, 'spTree')).flatMap(shapesOf);
    const text = shapes
      .filter((shape) => placeholderOf(shape) === 'body')
      .flatMap((shape) => paragraphsOf(shape).map((paragraph) => paragraph.text))
      .join('\n');
    if (text !== '') this.collected.add(`备注：${text}`, this.place);
  }
}

/** Shapes, tables and diagrams in the order in which they are drawn, those in groups as well. */
function shapesOf(tree: Element): Element[] {
  return elementsOf(tree).flatMap((child) => {
    if (child.name === 'grpSp' || child.name === 'AlternateContent' || child.name === 'Choice') return shapesOf(child);
    return child.name === 'sp' || child.name === 'graphicFrame' ? [child] : [];
  });
}

/** What a shape stands for on its slide, `body` where it does not say; undefined where it is a free one. */
function placeholderOf(shape: Element): string | undefined {
  const placeholder = at(shape, 'nvSpPr', 'nvPr', 'ph');
  return placeholder && (placeholder.attributes.type ?? 'body');
}

/** The paragraphs of a shape that have words; `level` for those that are items of a list, from 0. */
function paragraphsOf(shape: Element): { text: string; level?: number }[] {
  const body = childOf(shape, 'txBody');
  if (!body) return [];
  return allOf(body, 'p').flatMap((paragraph) => {
    const text = paragraphText(paragraph);
    if (text === '') return [];
    const format = childOf(paragraph, 'pPr');
    const level = Math.max(0, Math.min(8, Number(format?.attributes.lvl) || 0));
    const isItem = level > 0 || childOf(format, 'buChar') !== undefined || childOf(format, 'buAutoNum') !== undefined;
    return [isItem ? { text, level } : { text }];
  });
}

function paragraphText(paragraph: Element): string {
  return elementsOf(paragraph)
    .map((part) => {
      if (part.name === 'br') return '\n';
      // Slide numbers and dates are fields, and their text is as it was when the file was last open.
      return part.name === 'r' || part.name === 'fld' ? textOf(childOf(part, 't')) : textOf(at(part, 't'));
    })
    .join('')
    .trim();
}

function rowsOf(table: Element): Row[] {
  let above: string[] = [];
  return allOf(table, 'tr').map((row, index) => {
    const cells = allOf(row, 'tc').map((cell, column) => {
      if (isOn(cell.attributes.hMerge)) return '';
      if (isOn(cell.attributes.vMerge)) return above[column] ?? '';
      return paragraphsOf(cell)
        .map(({ text }) => text)
        .join('\n');
    });
    above = cells;
    return { n: index + 1, cells };
  });
}

function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
