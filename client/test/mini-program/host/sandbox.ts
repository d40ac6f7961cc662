import type { Faults } from './faults';
import type { Packages } from './packages';

/** What the language itself gives; all else of a browser is hidden from a program, as WeChat hides it. */
const LANGUAGE =
  `Object Array Boolean Number String Symbol BigInt Math JSON Promise Map Set WeakMap WeakSet WeakRef Proxy Reflect
  RegExp Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError ArrayBuffer DataView Uint8Array
  Int8Array Uint16Array Int16Array Uint32Array Int32Array Uint8ClampedArray Float32Array Float64Array isNaN isFinite parseInt
  parseFloat encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape NaN Infinity undefined Intl`.split(
    /\s+/,
  );

/**
 * Loads the scripts of a program, each once, as CommonJS modules that see `given` and the language, nothing else. Those of packages
 * that are not on the phone can only be asked for by `require.async`.
 */
export function createSandbox(
  scripts: Record<string, string>,
  given: Record<string, unknown>,
  faults: Faults,
  packages: Packages,
): (path: string) => Record<string, unknown> {
  const values = new Map<string | symbol, unknown>(Object.entries(given));
  const scope = new Proxy(
    {},
    {
      has: (_, name) => typeof name === 'string' && !LANGUAGE.includes(name) && !MODULE.includes(name),
      get: (_, name) => (name === Symbol.unscopables ? undefined : values.get(name)),
      set: (_, name, value) => {
        if (!values.has(name)) faults.add('global variable made', String(name));
        values.set(name, value);
        return true;
      },
    },
  );
  const cache = new Map<string, Record<string, unknown>>();

  function requireScript(path: string): Record<string, unknown> {
    const known = cache.get(path);
    if (known) return known;
    const source = scripts[path];
    if (source === undefined || !packages.has(path)) throw new Error(`module "${path}.js" is not defined`);
    const exports: Record<string, unknown> = {};
    cache.set(path, exports);
    const run = new Function(...MODULE, `with (${MODULE[0]}) { (function () { ${source}\n}).call(undefined); }`);
    const require = (to: string) => requireScript(joined(path, to));
    const later = async (to: string) => {
      await packages.fetch(joined(path, to));
      return require(to);
    };
    run(scope, { exports }, exports, Object.assign(require, { async: later }));
    return exports;
  }
  return requireScript;
}

/** The parameters of a module's function; the first is the world that it sees. */
const MODULE = ['hostScope', 'module', 'exports', 'require'];

/** The path of a script that another one names relative to itself. */
export function joined(from: string, to: string): string {
  if (to.startsWith('/')) return to.slice(1).replace(/\.js$/, '');
  const parts = from.split('/').slice(0, -1);
  for (const part of to.replace(/\.js$/, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
