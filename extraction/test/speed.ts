import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { unzipSync } from 'fflate';
import { createExtractor } from '../src/extractor';
import type { Kind } from '../src';
import { large, type Large } from './large';

/** Reads one large file of a format, `ours` through the extractor or `bare` by the least that can be done, and prints it. */
const [format, how] = process.argv.slice(2) as [Large, 'ours' | 'bare'];
/** What is one page of a format that has none, in UTF-16 units. */
const PAGE_UNITS = 1000;

async function ours(kind: Kind, path: string): Promise<{ pages: number; units: number }> {
  const extractor = createExtractor({ threads: 1, timeoutMs: 600_000, memoryMb: 1024 });
  const { pages, units } = await extractor.extract(
    { path, kind },
    { signal: new AbortController().signal, progress: () => undefined },
  );
  await extractor.close();
  return { pages: kind === 'xlsx' || pages === undefined ? units / PAGE_UNITS : pages, units };
}

/** Text of a PDF as its library gives it; what is in an archive, inflated; a text, decoded. */
async function bare(kind: Kind, path: string): Promise<void> {
  const bytes = new Uint8Array(await readFile(path));
  if (kind !== 'pdf') {
    if (kind === 'docx' || kind === 'pptx' || kind === 'xlsx') unzipSync(bytes);
    else new TextDecoder().decode(bytes);
    return;
  }
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const cmaps = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'cmaps/');
  const pdf = await getDocument({ data: bytes, cMapUrl: cmaps, cMapPacked: true, verbosity: 0 }).promise;
  for (let page = 1; page <= pdf.numPages; page += 1) await (await pdf.getPage(page)).getTextContent();
}

/** The most memory that this process held so far, in bytes. */
function peak(): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;
}

const folder = await mkdtemp(join(tmpdir(), 'huati-speed-'));
const path = join(folder, 'file');
const { kind, make } = large[format];
await writeFile(path, await make(0));
const before = peak();
const since = performance.now();
const read = how === 'ours' ? await ours(kind, path) : await bare(kind, path);
const ms = performance.now() - since;
process.stdout.write(JSON.stringify({ format, how, ms, ...read, before, peak: peak() }));
await rm(folder, { recursive: true });
