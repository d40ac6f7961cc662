import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder under the system's folder for temporary files.
 *
 * @param {string} word what it is for
 * @returns {{ path: string, remove: () => void }}
 */
export function scratch(word) {
  const path = mkdtempSync(join(tmpdir(), `huati-${word}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}
