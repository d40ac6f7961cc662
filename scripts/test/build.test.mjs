import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { builtIn, isStale } from '../lib/build.mjs';
import { hashOf } from '../lib/hash.mjs';

const target = {
  title: 'something',
  inputs: ['src', 'package.json'],
  proof: 'dist/main.js',
  record: 'dist/.inputs',
  make: () => Promise.resolve(),
};
let base = '';

/** @param {string} path @param {string} text */
function write(path, text) {
  mkdirSync(dirname(join(base, path)), { recursive: true });
  writeFileSync(join(base, path), text);
}

const record = () => write('dist/.inputs', hashOf(base, target.inputs, builtIn(process.env)));

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'huati-build-test-'));
  write('src/a.ts', 'one');
  write('package.json', '{}');
  write('dist/main.js', 'built');
  record();
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(base, { recursive: true });
});

describe('what needs to be built', () => {
  it('is nothing where no input changed, whatever the times say', () => {
    utimesSync(join(base, 'src/a.ts'), new Date(), new Date());
    expect(isStale(target, base)).toBe(false);
  });
  it('is what has another content', () => {
    write('src/a.ts', 'two');
    expect(isStale(target, base)).toBe(true);
  });
  it('is what has a new file', () => {
    write('src/deep/b.ts', '');
    expect(isStale(target, base)).toBe(true);
  });
  it('is what lost a file', () => {
    rmSync(join(base, 'src/a.ts'));
    expect(isStale(target, base)).toBe(true);
  });
  it('is what has a file under another name', () => {
    rmSync(join(base, 'src/a.ts'));
    write('src/b.ts', 'one');
    expect(isStale(target, base)).toBe(true);
  });
  it('is what lost its output', () => {
    rmSync(join(base, 'dist/main.js'));
    expect(isStale(target, base)).toBe(true);
  });
  it('is what was built with other settings', () => {
    vi.stubEnv('VITE_OPERATOR_NAME', '某某');
    expect(isStale(target, base)).toBe(true);
  });
  it('does not depend on settings of something else', () => {
    vi.stubEnv('LLM_MODEL', 'qwen3');
    expect(isStale(target, base)).toBe(false);
  });
  it('does not depend on what other tools leave behind', () => {
    write('src/node_modules/x/index.js', '');
    expect(isStale(target, base)).toBe(false);
  });
});
