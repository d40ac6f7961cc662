import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import { isLater, LATER_PACKAGE, laterInWeChat, withPlaceholders } from './later-in-wechat';

/** Files that name others by relative paths. */
const TEXT = /\.(js|json|wxml|wxss|wxs)$/;
const REQUIRED = /\brequire\("(\.{1,2}\/[^"]+)"\)/g;
const REQUIRED_LATER = /\brequire\.async\("(\.{1,2}\/[^"]+)"\)/g;
const NAMED: Record<string, RegExp> = {
  js: /"(\.{1,2}\/[^"]+\.js)"/g,
  wxml: /<(?:import|include|wxs)\b[^>]*?\bsrc="([^"]+)"/g,
  wxss: /@import\s+(?:url\()?["']([^"']+)["']/g,
};

/** The part of `app.json` that says which pages come with which package. */
interface AppJson {
  pages: string[];
  subPackages?: { root: string; pages: string[] }[];
}

/**
 * Puts what only one subpackage needs into it. uni leaves every script and component of ours where its source lies, which is
 * the main package, whoever needs it: people would wait for all of that before the first page. What no first page shows goes
 * into a subpackage too, and comes when it is first drawn or asked for.
 *
 * Only where it builds once: a build that watches writes no more than what changed, and would not find its files again.
 */
export function subpackages(): Plugin[] {
  return [laterInWeChat(), packing()];
}

function packing(): Plugin {
  return {
    name: 'huati:subpackages',
    apply: (config) => !config.build?.watch,
    enforce: 'post',
    writeBundle: {
      order: 'post',
      sequential: true,
      handler: ({ dir }) => void (dir !== undefined && packAnew(dir)),
    },
  };
}

function packAnew(folder: string): void {
  const before = readFiles(folder);
  const after = intoSubpackages(before);
  for (const path of before.keys()) if (!after.has(path)) rmSync(join(folder, path));
  for (const [path, content] of after) {
    if (before.get(path) === content) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function readFiles(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    paths
      .filter((path) => TEXT.test(path))
      .map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

/**
 * In: the files of a mini-program by path. Out: the same, with those that a single subpackage needs below its root, and every
 * path in them true again.
 */
export function intoSubpackages(files: ReadonlyMap<string, string>): Map<string, string> {
  const { pages, subPackages = [] } = JSON.parse(files.get('app.json') ?? '{"pages":[]}') as AppJson;
  const main = reached(files, ['app', ...pages]);
  const needing = new Map<string, string[]>();
  for (const { root, pages: own } of subPackages) {
    const from = own.map((page) => `${root}/${page}`);
    for (const stem of reached(files, root === LATER_PACKAGE ? [...from, ...neededLater(files)] : from)) {
      if (!main.has(stem)) needing.set(stem, [...(needing.get(stem) ?? []), root]);
    }
  }
  const placeOf = (path: string): string => {
    const [root, another] = needing.get(stemOf(path)) ?? [];
    return root === undefined || another !== undefined || path.startsWith(`${root}/`) ? path : `${root}/${path}`;
  };
  // uni leaves the file there for which a platform has its own, empty but for the way to that.
  const isNeeded = (path: string): boolean =>
    !path.endsWith('.js') || main.has(stemOf(path)) || needing.has(stemOf(path));
  return new Map(
    [...files]
      .filter(([path]) => isNeeded(path))
      .map(([path, content]) => [placeOf(path), renamed({ path, content, files, placeOf })]),
  );
}

/** What is needed only some time after the first page. */
function neededLater(files: ReadonlyMap<string, string>): string[] {
  const needed = [...files].flatMap(([path, content]) => {
    if (path.endsWith('.json'))
      return componentsOf(content)
        .filter(isLater)
        .map((named) => resolved(path, named));
    const scripts = path.endsWith('.js') ? [...content.matchAll(REQUIRED_LATER)] : [];
    return scripts.map(([, named = '']) => stemOf(resolved(path, named)));
  });
  return [...new Set(needed)];
}

/** A component is all files of one name: they stay together. */
const stemOf = (path: string): string => path.replace(/\.[a-z]+$/, '');

/** What is loaded with any of some components: their scripts, their components, and so on. */
function reached(files: ReadonlyMap<string, string>, from: readonly string[]): Set<string> {
  const found = new Set(from);
  for (const stem of found) {
    for (const kind of ['js', 'json', 'wxml', 'wxss', 'wxs']) {
      const path = `${stem}.${kind}`;
      const content = files.get(path);
      if (content !== undefined) for (const needed of neededBy(path, content)) found.add(stemOf(needed));
    }
  }
  return found;
}

/** The paths that a file cannot do without. In a script, a path alone is uni's note of a component, which its JSON names too. */
function neededBy(path: string, content: string): string[] {
  if (path.endsWith('.json')) {
    return componentsOf(content)
      .filter((named) => !isLater(named))
      .map((named) => resolved(path, named));
  }
  const pattern = path.endsWith('.js') ? REQUIRED : NAMED[posix.extname(path).slice(1)];
  return pattern ? [...content.matchAll(pattern)].map(([, named = '']) => resolved(path, named)) : [];
}

const componentsOf = (json: string): string[] =>
  Object.values((JSON.parse(json) as { usingComponents?: Record<string, string> }).usingComponents ?? {});

const resolved = (from: string, to: string): string =>
  to.startsWith('/') ? to.slice(1) : posix.join(posix.dirname(from), to);

interface Renaming {
  path: string;
  content: string;
  files: ReadonlyMap<string, string>;
  placeOf: (path: string) => string;
}

/** A file's content with each path in it as it is from its new place to the other's. */
function renamed({ path, content, files, placeOf }: Renaming): string {
  const from = posix.dirname(placeOf(path));
  const anew = (named: string): string => {
    const to = posix.relative(from, placeOf(resolved(path, named)));
    return to.startsWith('.') ? to : `./${to}`;
  };
  if (path.endsWith('.json')) {
    const config = JSON.parse(content) as { usingComponents?: Record<string, string> };
    if (!config.usingComponents) return content;
    const usingComponents = Object.fromEntries(
      Object.entries(config.usingComponents).map(([tag, named]) => [tag, /^[./]/.test(named) ? anew(named) : named]),
    );
    return JSON.stringify(withPlaceholders({ ...config, usingComponents }, placeOf(path)));
  }
  const pattern = NAMED[posix.extname(path).slice(1)];
  if (!pattern) return content;
  return content.replace(pattern, (whole, named: string) =>
    files.has(resolved(path, named)) ? whole.replace(named, anew(named)) : whole,
  );
}
