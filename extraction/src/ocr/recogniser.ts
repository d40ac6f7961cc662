import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createWorker, OEM, PSM, type Page, type Worker } from 'tesseract.js';
import { LANGUAGES } from './languages';

/** Left unset, languages beyond those asked for are looked for, under names that are no names, and their absence is printed. */
const NO_OTHERS = 'tessedit_load_sublangs ';

let ready: Promise<Worker> | undefined;

/**
 * What the trained network sees on the picture: lines with their places. `folder` is where its languages are. Keeps the
 * network on its thread, some 100 MB, for as long as this thread lives; one picture at a time.
 */
export async function recognise(jpeg: Uint8Array, folder: string): Promise<Page> {
  // What failed to start may start for the next picture.
  ready ??= start(folder).catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  const worker = await ready;
  const { data } = await worker.recognize(Buffer.from(jpeg), {}, { text: true, blocks: true });
  return data;
}

async function start(folder: string): Promise<Worker> {
  // A thread of the library that finds no language stays for ever, so none is started then.
  for (const language of LANGUAGES) await access(join(folder, `${language}.traineddata.gz`));
  const worker = await new Promise<Worker>((resolve, reject) => {
    const errorHandler = (fault: unknown): void => {
      // The library's own promise never settles where a language cannot be loaded.
      reject(new Error(String(fault)));
    };
    const options = { langPath: folder, cacheMethod: 'none', gzip: true, errorHandler };
    createWorker(LANGUAGES, OEM.LSTM_ONLY, options, NO_OTHERS).then(resolve, reject);
  });
  // What it guesses where no resolution is told makes it take lines for drawings.
  await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO, user_defined_dpi: '200' });
  return worker;
}
