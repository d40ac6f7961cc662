import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { large, type Large } from './large';

/** Writes so many large files, none like another, and prints where they lie. */
const USED: Large[] = ['pdf', 'docx', 'xlsx', 'pptx', 'markdown'];
const folder = await mkdtemp(join(tmpdir(), 'huati-large-'));
for (let n = 0; n < Number(process.argv[2] ?? 20); n += 1) {
  const path = join(folder, String(n));
  await writeFile(path, await large[USED[n % USED.length] ?? 'pdf'].make(n));
  process.stdout.write(`${path}\n`);
}
