import { zipOf } from '../../extraction/test/samples/zip';

const INSIDE_BYTES = 40 * 1024 * 1024;

/** A document of Word's that is a thousand times larger inside. */
export function zipBomb(): Uint8Array<ArrayBuffer> {
  const types =
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override ' +
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
  const document = Buffer.alloc(INSIDE_BYTES, ' ');
  return new Uint8Array(zipOf({ '[Content_Types].xml': types, 'word/document.xml': new Uint8Array(document) }));
}
