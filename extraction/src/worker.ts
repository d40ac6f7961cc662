import type { MessagePort } from 'node:worker_threads';
import { Unreadable, type Progress } from './extracted';
import { seenOn } from './ocr/ocr';
import { toPassages } from './passages';
import { markedPage, pagePicture } from './pdf/page-picture';
import { readPicture } from './pictures/picture';
import { read } from './read';
import type { Read, Results, Task, Told } from './tasks';

/** Does one task of the pool, on its thread. What cannot be read is an answer: errors lose their class on the way. */
export default async function run({ port, ...task }: Task & { port: MessagePort }): Promise<Told> {
  port.postMessage('started');
  try {
    return { done: await results(task, port) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { reason: error.reason, message: error.message };
  } finally {
    port.close();
  }
}

function results(task: Task, port: MessagePort): Promise<Results[keyof Results]> {
  switch (task.do) {
    case 'read':
      return readAll(task, throttled(port));
    case 'divide':
      return Promise.resolve(toPassages(task.pieces));
    case 'page':
      return pagePicture(task.path, task.page, task.width);
    case 'marks':
      return markedPage(task.path, task.page, task.width);
    case 'picture':
      return readPicture(task.path, task.kind, task.maxSide);
    case 'see':
      return seenOn(task.picture, task.languages);
  }
}

async function readAll({ kind, path }: Extract<Task, { do: 'read' }>, progress: Progress): Promise<Read> {
  const extracted = await read(kind, path, progress);
  if (extracted.scanned && extracted.scanned.length > 0) return { ...extracted, passages: [] };
  const { passages, cut } = toPassages(extracted.pieces);
  return { ...extracted, passages, cut: extracted.cut || cut, pieces: [] };
}

const PROGRESS_EVERY_MS = 100;

function throttled(port: MessagePort): Progress {
  let last = 0;
  return (done, total) => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY_MS && done < total) return;
    last = now;
    port.postMessage([done, total]);
  };
}
