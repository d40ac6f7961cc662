import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { at } from '../lib/paths.mjs';

const folder = mkdtempSync(join(tmpdir(), 'huati-commit-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** @param {string} message */
function isTaken(message) {
  const file = join(folder, 'message');
  writeFileSync(file, message);
  return spawnSync('sh', [at('.githooks/commit-msg'), file]).status === 0;
}

describe('the hook of a commit message', () => {
  it.each([
    'feat(bff): follow an answer from any offset\n\nWhy: a phone loses its connection often.\n',
    'fix: keep the draft',
    'refactor(deploy/local)!: one plan for all routes',
    '# a comment of git\nchore: update the lock file',
    "Merge branch 'main'",
  ])('takes %j', (message) => expect(isTaken(message)).toBe(true));

  it.each([
    'follow an answer',
    'Feat: x',
    'feat:no space',
    'feat: ends with a stop.',
    'feat: ',
    `fix: ${'x'.repeat(70)}`,
    '',
  ])('refuses %j', (message) => expect(isTaken(message)).toBe(false));
});
