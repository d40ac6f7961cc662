/** Where the first chunk of a PNG ends, IHDR, which is as long in all of them: 8 of signature, 25 of its own. */
const AFTER_HEAD = 33;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

let table: Uint32Array | undefined;

function crcTable(): Uint32Array {
  if (table) return table;
  table = new Uint32Array(256);
  for (let n = 0; n < 256; n += 1) {
    let c = n;
    for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    table[n] = c >>> 0;
  }
  return table;
}

/** CRC-32 as PNG has it. */
export function crc32(bytes: Uint8Array): number {
  const known = crcTable();
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (known[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** UTF-8, also where there is no TextEncoder: in a mini-program. */
export function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text);
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at += 1) {
    if (escaped[at] !== '%') bytes.push(escaped.charCodeAt(at));
    else {
      bytes.push(parseInt(escaped.slice(at + 1, at + 3), 16));
      at += 2;
    }
  }
  return Uint8Array.from(bytes);
}

/** An `iTXt` chunk: text of any script under a keyword of Latin letters, not compressed. */
function textChunk(keyword: string, text: string): Uint8Array {
  // Keyword, its end, not compressed, no method, no language, no translated keyword.
  const data = [...utf8(keyword), 0, 0, 0, 0, 0, ...utf8(text)];
  const body = Uint8Array.from([...utf8('iTXt'), ...data]);
  const chunk = new Uint8Array(body.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  return chunk;
}

/**
 * A PNG with texts in its metadata, by their keywords; its pixels stay as they are. Throws where the bytes are no PNG.
 */
export function withTexts(png: Uint8Array, texts: Record<string, string>): Uint8Array {
  if (SIGNATURE.some((byte, at) => png[at] !== byte)) throw new Error('not a PNG');
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  const result = new Uint8Array(png.length + chunks.reduce((sum, { length }) => sum + length, 0));
  result.set(png.subarray(0, AFTER_HEAD), 0);
  let at = AFTER_HEAD;
  for (const chunk of chunks) {
    result.set(chunk, at);
    at += chunk.length;
  }
  result.set(png.subarray(AFTER_HEAD), at);
  return result;
}
