import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../../failure';
import type { FileFacts } from './files.repository';
import { kindOf, LOOKED_AT_BYTES } from './kinds';
import { readText } from './read-text';
import type { FileStore } from './store';

/**
 * Stores `content` under `fileId` and finds out what it is, without ever holding it whole. Throws `too_large` as soon as there
 * are more than `maxBytes`, `unsupported_type` for what is not taken, and `invalid` for nothing at all.
 */
export async function storeContent(
  store: FileStore,
  fileId: string,
  content: Readable,
  maxBytes: number,
): Promise<FileFacts> {
  const meter = new Meter(maxBytes);
  await Promise.all([pipeline(content, meter), store.put(fileId, meter)]);
  if (meter.bytes === 0) throw new Failure('invalid', 'the file is empty');
  const facts = { bytes: meter.bytes, sha256: meter.sha256() };
  const kind = await kindOf(meter.beginning);
  if (kind.kind === 'picture') return { ...facts, mime: kind.mime, charset: null, text: null, text_units: null };
  const read = kind.kind === 'maybe text' ? await readText(meter.beginning, () => store.open(fileId)) : undefined;
  if (!read) {
    throw new Failure(
      'unsupported_type',
      'only text (UTF-8, UTF-16 or GB18030: txt, md, csv, json, source code …) and pictures (PNG, JPEG, WebP, GIF) are taken',
    );
  }
  return { ...facts, mime: 'text/plain', charset: read.charset, text: read.text, text_units: read.units };
}

/** Counts and hashes what passes, remembers its beginning, and breaks off where it is too much. */
class Meter extends Transform {
  bytes = 0;
  beginning = new Uint8Array();
  readonly #hash = createHash('sha256');

  constructor(private readonly max: number) {
    super();
  }

  sha256(): string {
    return this.#hash.digest('hex');
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error, chunk?: Buffer) => void): void {
    this.bytes += chunk.length;
    if (this.bytes > this.max) {
      done(new Failure('too_large', `the file has more than ${this.max} bytes`));
      return;
    }
    if (this.beginning.length < LOOKED_AT_BYTES) {
      this.beginning = Buffer.concat([this.beginning, chunk]).subarray(0, LOOKED_AT_BYTES);
    }
    this.#hash.update(chunk);
    done(undefined, chunk);
  }
}
