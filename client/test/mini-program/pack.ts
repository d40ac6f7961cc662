import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { builtinTemplates, SHARED_STYLES, toHostTags } from './host/tags';
import { toHostStyles } from './styles';

/** A compiled mini-program as the host runs it: every file as uni wrote it, WXML and WXSS compiled. */
export interface Pack {
  app: AppConfig;
  /** Scripts by path without `.js`. */
  scripts: Record<string, string>;
  /** Configurations of pages and components by path without `.json`. */
  configs: Record<string, object>;
  /** An expression that gives the compiled templates by path. */
  templates: string;
  /** Paths without suffix of all that has a template. */
  components: string[];
  styles: string;
  theme: Record<string, Record<string, string>>;
}

export interface AppConfig {
  pages: string[];
  subPackages?: { root: string; pages: string[] }[];
  window?: Record<string, string>;
}

/** Reads the built mini-program in `folder`. Throws where WXML or WXSS cannot be compiled. */
export function readPack(folder: string): Pack {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const ending = (suffix: string): string[] => files.filter((file) => file.endsWith(suffix));
  const cut = (file: string): string => file.replace(/\.[a-z]+$/, '');
  const wxml = ending('.wxml');
  const json = (file: string): object => JSON.parse(read(file)) as object;
  return {
    app: json('app.json') as AppConfig,
    scripts: Object.fromEntries(ending('.js').map((file) => [cut(file), read(file)])),
    configs: Object.fromEntries(ending('.json').map((file) => [cut(file), json(file)])),
    templates: compile(wxml.map((file) => [cut(file), read(file)])),
    components: wxml.map(cut),
    styles: ending('.wxss')
      .sort((a, b) => Number(b === 'app.wxss') - Number(a === 'app.wxss'))
      .map((file) => toHostStyles(read(file), cut(file), isShared(file, json('app.json') as AppConfig, read)))
      .join('\n'),
    theme: files.includes('theme.json') ? (json('theme.json') as Pack['theme']) : {},
  };
}

/** Styles of the application and of its pages hold everywhere; those of a component in it alone, unless it says so. */
function isShared(file: string, { pages, subPackages = [] }: AppConfig, read: (file: string) => string): boolean {
  const all = [...pages, ...subPackages.flatMap(({ root, pages: own }) => own.map((page) => `${root}/${page}`))];
  if (file !== 'app.wxss' && SHARED_STYLES.test(read(file.replace(/wxss$/, 'js')))) return true;
  return file === 'app.wxss' || all.some((page) => `${page}.wxss` === file);
}

/** WeChat's own compiler. Its warnings are faults: what it does not understand, WeChat does not either. */
function compile(sources: [path: string, wxml: string][]): string {
  const group = new TmplGroup();
  const warnings = [...sources, ...Object.entries(builtinTemplates)].flatMap(([path, wxml]) => {
    const told: unknown = group.addTmpl(path, toHostTags(wxml));
    return Array.isArray(told) ? told.map((each) => `${path}: ${JSON.stringify(each)}`) : [];
  });
  if (warnings.length > 0) throw new Error(`WXML:\n${warnings.join('\n')}`);
  const source = group.getTmplGenObjectGroups();
  group.free();
  return source;
}
