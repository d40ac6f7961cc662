import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { Failure } from '../../failure';
import { endStalled, letPass } from './stalled';

/** The field with the file. */
const FIELD = 'file';
/** A mini-program sends the name of its temporary file: a text in this field, before the file, tells the person's own. */
const NAME_FIELD = 'name';
/** What a form may have around its file, in bytes. */
const AROUND_BYTES = 64 * 1024;
const FIELDS_MAX = 20;

/** A file on its way in. */
export interface Received {
  name: string;
  /** Breaks off with a Failure where the rest of the form is not as it should be. */
  content: Readable;
  /** Fulfilled once the form has ended and nothing but this file was in it. */
  ended: Promise<void>;
}

/**
 * The file of the multipart form that `req` is, as soon as it begins. Rejects with `too_large` where the request says that it
 * is longer than `maxBytes` and a little, with `invalid` where it is no form with exactly one file in the field `file`.
 */
export function receiveFile(req: IncomingMessage, maxBytes: number): Promise<Received> {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes + AROUND_BYTES) {
    letPass(req);
    return Promise.reject(new Failure('too_large', `the file has more than ${maxBytes} bytes`));
  }
  endStalled(req);
  return new Promise((resolve, reject) => {
    const form = openForm(req);
    let file: Readable | undefined;
    let told = '';
    let end: { resolve(): void; reject(failure: Failure): void } | undefined;

    // What still comes is let pass, so that the sender gets to read why it was refused.
    const letRestPass = (): void => {
      req.unpipe(form);
      letPass(req);
    };
    const fail = (failure: Failure): void => {
      letRestPass();
      file?.destroy(failure);
      end?.reject(failure);
      reject(failure);
    };
    form.on('field', (field, text) => {
      if (field === NAME_FIELD) told = text;
    });
    form.on('file', (field, content, { filename }) => {
      // An error that nobody listens to yet would end the process.
      content.on('error', () => undefined);
      file = content;
      if (field !== FIELD) {
        fail(new Failure('invalid', `the file is expected in the field "${FIELD}"`));
        return;
      }
      content.once('close', () => {
        if (!content.readableEnded) letRestPass();
      });
      const ended = new Promise<void>((fulfil, refuse) => {
        end = { resolve: fulfil, reject: refuse };
      });
      ended.catch(() => undefined);
      resolve({ name: told === '' ? filename : told, content, ended });
    });
    form.on('filesLimit', () => fail(new Failure('invalid', 'one file at a time')));
    form.on('error', (error) => fail(new Failure('invalid', 'the form cannot be read', { cause: error })));
    form.on('close', () => {
      if (end) end.resolve();
      else reject(new Failure('invalid', `there is no file in the field "${FIELD}"`));
    });
    const brokenOff = (): void => {
      if (!req.complete) fail(new Failure('invalid', 'the upload was broken off'));
    };
    req.on('error', brokenOff);
    req.on('close', brokenOff);
    req.pipe(form);
  });
}

function openForm(req: IncomingMessage): busboy.Busboy {
  try {
    return busboy({
      headers: req.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: FIELDS_MAX, fieldSize: AROUND_BYTES, fileSize: Infinity },
    });
  } catch (error) {
    throw new Failure('invalid', `send multipart/form-data with the field "${FIELD}"`, { cause: error });
  }
}
