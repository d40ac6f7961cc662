import { zipOf } from './zip';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="m" xmlns:wps="s"';
const S = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"`;
const P = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="a" xmlns:r="${OFFICE}"`;

/** The list of an archive's types, with the one of its main part. */
export function types(main: string): string {
  return `${DECLARED}<Types xmlns="${PACKAGE}/content-types"><Override PartName="/main.xml" ContentType="${main}"/></Types>`;
}

/** References by their ids: what they are, and to which part. */
export function relations(entries: Record<string, [type: string, target: string]>): string {
  const list = Object.entries(entries).map(
    ([id, [type, target]]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `${DECLARED}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
}

/** A text document by what is in its body, and by its other parts. */
export function docx(body: string, parts: { styles?: string; numbering?: string; footnotes?: string } = {}) {
  const wrap = (name: string, inside: string) => `${DECLARED}<w:${name} ${W}>${inside}</w:${name}>`;
  return zipOf({
    '[Content_Types].xml': types('application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'),
    '_rels/.rels': relations({ rId1: ['officeDocument', 'word/document.xml'] }),
    'word/document.xml': wrap('document', `<w:body>${body}</w:body>`),
    'word/_rels/document.xml.rels': relations({
      rId1: ['styles', 'styles.xml'],
      rId2: ['numbering', 'numbering.xml'],
      rId3: ['footnotes', '/word/footnotes.xml'],
    }),
    ...(parts.styles !== undefined && { 'word/styles.xml': wrap('styles', parts.styles) }),
    ...(parts.numbering !== undefined && { 'word/numbering.xml': wrap('numbering', parts.numbering) }),
    ...(parts.footnotes !== undefined && { 'word/footnotes.xml': wrap('footnotes', parts.footnotes) }),
  });
}

/** A paragraph of a text document. */
export function p(text: string, format = ''): string {
  return `<w:p>${format && `<w:pPr>${format}</w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** A sheet of a workbook: its name, what is in its part, and its state. */
interface SheetParts {
  name: string;
  xml: string;
  state?: string;
}

/** A workbook by its sheets, its shared strings and its styles. */
export function xlsx(
  sheets: SheetParts[],
  { strings = [], styles = '' }: { strings?: string[]; styles?: string } = {},
) {
  const list = sheets.map(
    ({ name, state }, at) =>
      `<sheet name="${name}" sheetId="${at + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${at + 1}"/>`,
  );
  const references = sheets.map((_, at): [string, [string, string]] => [
    `rId${at + 1}`,
    ['worksheet', `worksheets/sheet${at + 1}.xml`],
  ]);
  return zipOf({
    '[Content_Types].xml': types('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'),
    '_rels/.rels': relations({ rId1: ['officeDocument', 'xl/workbook.xml'] }),
    'xl/workbook.xml': `${DECLARED}<workbook ${S}><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations({
      ...Object.fromEntries(references),
      rId98: ['sharedStrings', 'sharedStrings.xml'],
      rId99: ['styles', 'styles.xml'],
    }),
    'xl/sharedStrings.xml': `${DECLARED}<sst ${S}>${strings.map((inside) => `<si>${inside}</si>`).join('')}</sst>`,
    'xl/styles.xml': `${DECLARED}<styleSheet ${S}>${styles}</styleSheet>`,
    ...Object.fromEntries(
      sheets.map(({ xml }, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `${DECLARED}<worksheet ${S}>${xml}</worksheet>`,
      ]),
    ),
  });
}

/** A presentation by what is in the tree of each slide; `order` names slides from 1 as they are shown. */
export function pptx(slides: string[], order: number[], notes: Record<number, string> = {}) {
  const part = (name: string, inside: string, more = '') =>
    `${DECLARED}<p:${name} ${P}${more}><p:cSld><p:spTree>${inside}</p:spTree></p:cSld></p:${name}>`;
  const entries = slides.flatMap((inside, at): [string, string][] => {
    const n = at + 1;
    const own: [string, string][] = [
      [`ppt/slides/slide${n}.xml`, part('sld', inside, inside.includes('HIDDEN') ? ' show="0"' : '')],
    ];
    if (notes[n] === undefined) return own;
    return [
      ...own,
      [`ppt/slides/_rels/slide${n}.xml.rels`, relations({ rId1: ['notesSlide', `../notesSlides/notes${n}.xml`] })],
      [`ppt/notesSlides/notes${n}.xml`, part('notes', notes[n])],
    ];
  });
  const ids = order.map((n, at) => `<p:sldId id="${256 + at}" r:id="rId${n}"/>`);
  return zipOf({
    '[Content_Types].xml': types('application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml'),
    '_rels/.rels': relations({ rId1: ['officeDocument', 'ppt/presentation.xml'] }),
    'ppt/presentation.xml': `${DECLARED}<p:presentation ${P}><p:sldIdLst>${ids.join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(
      Object.fromEntries(slides.map((_, at) => [`rId${at + 1}`, ['slide', `slides/slide${at + 1}.xml`]])),
    ),
    ...Object.fromEntries(entries),
  });
}

/** A shape of a slide with its paragraphs; `placeholder` is what it stands for. */
export function shape(paragraphs: string[], placeholder?: string): string {
  const list = paragraphs.map((text) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`);
  const type = placeholder === undefined ? '' : `<p:ph type="${placeholder}"/>`;
  return `<p:sp><p:nvSpPr><p:nvPr>${type}</p:nvPr></p:nvSpPr><p:txBody>${list.join('')}</p:txBody></p:sp>`;
}
