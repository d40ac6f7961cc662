import { posix } from 'node:path';
import type { Plugin } from 'vite';

/** The package that WeChat fetches right after the first page has been shown. */
export const LATER_PACKAGE = 'pages/legal';

/** What no first page shows. Until it is there WeChat draws an empty element in its place, and then it by itself. */
const COMPONENTS = new Set([
  'AnswerMenu',
  'EvidenceSheet',
  'ExportSheet',
  'FeedbackSheet',
  'FilesSheet',
  'GoingOn',
  'HandoffSheet',
  'MyShares',
  'ReportSheet',
  'SearchResults',
  'SelectTextSheet',
  'SelectionActions',
  'SettingsSheet',
  'ShareSheet',
  'TakingSheet',
  'TemplateList',
  'TemplateSheet',
  'TopicSetupSheet',
  'TopicTitlePrompt',
  'UsageSheet',
]);

/** Packages that only scripts of one of ours need, by where that lies: uni puts every package into the first one. */
const BESIDE: [RegExp, string][] = [
  [/\/node_modules\/highlight\.js\//, 'markdown/grammars'],
  [/\/node_modules\/uqr\//, 'platform/qr-modules'],
];

/** Whether a component, by its path, is drawn first when its package is there. */
export const isLater = (path: string): boolean => COMPONENTS.has(posix.basename(path));

interface ComponentJson {
  usingComponents: Record<string, string>;
}

/**
 * Names what stands for components of other packages until these are there, without which WeChat refuses to use them.
 *
 * @param path where the file is that uses them
 */
export function withPlaceholders<T extends ComponentJson>(config: T, path: string): T {
  const later = Object.entries(config.usingComponents).filter(
    ([, named]) => isLater(named) && !path.startsWith(`${LATER_PACKAGE}/`),
  );
  if (later.length === 0) return config;
  return { ...config, componentPlaceholder: Object.fromEntries(later.map(([tag]) => [tag, 'view'])) };
}

type Chunks = (id: string, api: never) => unknown;

/** Has `import()` of a script ask WeChat for its package; what only that script needs goes with it. */
export function laterInWeChat(): Plugin {
  return {
    name: 'huati:later-in-wechat',
    // uni's own way makes a string of it, which is right for its components alone.
    renderDynamicImport: ({ targetModuleId }) =>
      targetModuleId !== null && /\.ts$|^\0huati:/.test(targetModuleId) ? { left: 'require.async(', right: ')' } : null,
    outputOptions: (options) => {
      const { manualChunks } = options;
      if (typeof manualChunks !== 'function') return null;
      const beside: Chunks = (id, api) =>
        BESIDE.find(([pattern]) => pattern.test(id))?.[1] ?? (manualChunks as Chunks)(id, api);
      return { ...options, manualChunks: beside as typeof manualChunks };
    },
  };
}
