import { consoleFor, createFramework, type Framework } from './framework';
import { dateOf } from './clock';
import { elementOf, nodeOf } from './nodes';
import { createPackages } from './packages';
import { Pages } from './pages';
import { createSandbox, joined } from './sandbox';
import { createWorld, type World, type WorldOptions } from './world';
import { deviceApi, PIXEL_RATIO } from './wx/device';
import { fileSystem, USER_FOLDER } from './wx/file-system';
import { networkApi } from './wx/network';
import { personApi } from './wx/person';
import { createIntersectionObserver, pageScrollTo } from './wx/page-scroll';
import { pictureApi } from './wx/picture';
import { createSelectorQuery } from './wx/query';
import { storageApi } from './wx/storage';
import { answer, type Outcome } from './wx/outcome';
import { glassEasel, type Instance } from 'glass-easel-miniprogram-adapter';

/** WeChat stops a program this long after it left the front, ms. */
export const SUSPENDED_AFTER_MS = 5_000;
const LONG_PRESS_MS = 350;

/** A mini-program that runs. Everything a test says to it goes through here. */
export interface Program {
  world: World;
  pages: Pages;
  launch(options?: { path?: string; query?: Record<string, string>; scene?: number }): void;
  hide(): void;
  /** @param skipMs how much longer the program was away than it really took */
  show(skipMs?: number): void;
  setOnline(online: boolean): void;
  setTheme(theme: 'light' | 'dark'): void;
  /** What the page on top offers to share: from the `menu`, to the `timeline`, or by the button that a selector finds. */
  share(from: string): unknown;
}

export function createProgram(options: WorldOptions): Program {
  const world = createWorld(options);
  const { clock, faults } = world;
  const state = { app: null as Record<string, unknown> | null, framework: null as Framework | null, shown: false };
  const frameworkOf = (): Framework => (state.framework ??= createFramework(world, (path) => void loadLater(path)));
  const packages = createPackages(world);
  const pages = new Pages(world, frameworkOf, (path) => {
    packages.bring(path);
    loadPage(path);
  });
  let launched: { path: string; query: object; scene: number } = { path: '', query: {}, scene: 1001 };
  let suspending: ReturnType<typeof setTimeout> | undefined;

  let defining = '';
  const definitions = new Set<string>();
  const define = (definition: object): void => {
    const path = defining;
    // WeChat takes a definition for the file that it is loading: one in a file that another requires is the other's, or nobody's.
    if (definitions.has(path)) faults.add('defined twice', path);
    definitions.add(path);
    frameworkOf().space.componentEnv(path, ({ Component }) => Component(withLifetimes(definition, path, pages)));
  };
  const fakeGlobal = {};
  const requireScript = createSandbox(
    world.pack.scripts,
    {
      wx: wxOf(world, pages, () => launched),
      App: (definition: Record<string, unknown>) => void (state.app = definition),
      Page: define,
      Component: define,
      Behavior: (definition: object) => definition,
      getApp: () => state.app,
      getCurrentPages: pages.instances,
      console: consoleFor(faults),
      setTimeout: clock.setTimeout,
      setInterval: clock.setInterval,
      clearTimeout: clock.clear,
      clearInterval: clock.clear,
      Date: dateOf(clock),
      global: fakeGlobal,
      globalThis: fakeGlobal,
      Function: forbidden('Function'),
      eval: forbidden('eval'),
    },
    faults,
    packages,
  );

  const defined = new Set<string>();
  function loadPage(path: string): void {
    if (defined.has(path)) return;
    defined.add(path);
    const { usingComponents = {}, componentPlaceholder = {} } = (world.pack.configs[path] ?? {}) as ComponentConfig;
    for (const [tag, target] of Object.entries(usingComponents)) {
      const component = joined(path, target);
      if (packages.has(component)) loadPage(component);
      else if (!(tag in componentPlaceholder)) faults.add('of another package, and nothing stands for it', component);
    }
    const before = defining;
    defining = path;
    try {
      requireScript(path);
    } finally {
      defining = before;
    }
  }

  /** What stood for a component is replaced by it, wherever it was drawn. */
  const loadLater = async (path: string): Promise<void> => {
    try {
      await packages.fetch(path);
    } catch {
      // As in WeChat: what stands for the component stays.
      world.tell('LazyLoadError', { type: 'subpackage', errMsg: 'loadSubpackage:fail' });
      return;
    }
    loadPage(path);
  };

  const appHook = (name: string, argument?: unknown): void => {
    const run = state.app?.[name];
    if (typeof run === 'function') (run as (argument: unknown) => void).call(state.app, argument);
  };

  function launch({
    path,
    query = {},
    scene = 1001,
  }: { path?: string; query?: Record<string, string>; scene?: number } = {}): void {
    const first = path ?? world.pack.app.pages[0] ?? '';
    launched = { path: first, query, scene };
    requireScript('app');
    frameworkOf();
    appHook('onLaunch', launched);
    appHook('onShow', launched);
    world.tell('AppShow', launched);
    state.shown = true;
    const search = new URLSearchParams(query).toString();
    pages.open(search ? `${first}?${search}` : first);
  }

  listenForLongPress(clock);

  return {
    world,
    pages,
    launch,
    hide: () => {
      pages.hook(pages.top, 'onHide');
      appHook('onHide');
      world.tell('AppHide');
      suspending = setTimeout(() => {
        world.tell('host:cut', { why: 'interrupted' });
        clock.suspend();
      }, SUSPENDED_AFTER_MS);
    },
    show: (skipMs = 0) => {
      clearTimeout(suspending);
      if (clock.suspended) clock.resume(skipMs);
      appHook('onShow', launched);
      world.tell('AppShow', launched);
      pages.hook(pages.top, 'onShow');
    },
    setOnline: (online) => {
      world.device.online = online;
      if (!online) world.tell('host:cut', { why: 'network is down' });
      world.tell('NetworkStatusChange', { isConnected: online, networkType: online ? 'wifi' : 'none' });
    },
    setTheme: (theme) => {
      world.device.theme = theme;
      appHook('onThemeChange', { theme });
      world.tell('ThemeChange', { theme });
    },
    share: (from) => shareFrom(pages, from),
  };
}

function shareFrom(pages: Pages, from: string): unknown {
  const page = pages.top;
  if (from === 'timeline') return pages.hook(page, 'onShareTimeline');
  if (from === 'menu') return pages.hook(page, 'onShareAppMessage', { from: 'menu' });
  const node = nodeOf(document.querySelector(from));
  const target = node && { id: node.id, dataset: { ...node.dataset } };
  return pages.hook(page, 'onShareAppMessage', { from: 'button', target });
}

interface ComponentConfig {
  usingComponents?: Record<string, string>;
  componentPlaceholder?: Record<string, string>;
}

type Lifetime = (this: Instance) => void;

interface Lifetimes {
  created?: Lifetime;
  attached?: Lifetime;
}

/**
 * A definition whose instances know their route when they are made, by which uni tells pages from components, and which
 * are told that they are ready once they are in the page: the framework leaves that to whoever shows them.
 */
function withLifetimes(definition: Lifetimes & { lifetimes?: Lifetimes }, path: string, pages: Pages): object {
  const created: Lifetime = function () {
    if (pages.creating === path) this.route = path;
    (definition.created ?? definition.lifetimes?.created)?.call(this);
  };
  const attached: Lifetime = function () {
    (definition.attached ?? definition.lifetimes?.attached)?.call(this);
    // A page is told by itself, after it was shown.
    if (this.route === undefined) setTimeout(() => this._$.triggerLifetime('ready', []), 0);
  };
  return { ...definition, created, attached, lifetimes: { ...definition.lifetimes, created, attached } };
}

function forbidden(name: string): () => never {
  return () => {
    throw new EvalError(`${name}() is not there in a mini-program`);
  };
}

/** `wx` with what the host knows of it; what it does not know is noted when it is asked for. */
function wxOf(world: World, pages: Pages, launched: () => object): object {
  const known: Record<string, unknown> = {
    ...networkApi(world),
    ...storageApi(world),
    ...deviceApi(world),
    ...personApi(world),
    ...pictureApi(world, PIXEL_RATIO),
    ...pages.api(),
    env: { USER_DATA_PATH: USER_FOLDER },
    getFileSystemManager: () => fileSystem(world),
    createSelectorQuery: () => createSelectorQuery(() => pages.top),
    createIntersectionObserver: (scope?: Instance) => createIntersectionObserver(world, scope ?? pages.top),
    pageScrollTo: (options: Outcome & { scrollTop?: number }) => pageScrollTo(world, options),
    nextTick: (run: () => void) => setTimeout(() => world.clock.deliver(run), 0),
    getLaunchOptionsSync: launched,
    getEnterOptionsSync: launched,
    exitMiniProgram: (options?: Outcome) => answer(world, 'exitMiniProgram', options, () => ({})),
  };
  return new Proxy(known, {
    get(target, name) {
      if (name in target || typeof name === 'symbol') return target[name as string];
      if (!PROBED.includes(name)) world.faults.add('unknown API', `wx.${name}`);
      return undefined;
    },
  });
}

/** What uni asks for without needing it. */
const PROBED: string[] = [
  'shareVideoMessage',
  'miniapp',
  'createApp',
  'createPage',
  'createComponent',
  'createPluginApp',
  'createSubpackageApp',
  '$emit',
  '$onErrorHandlers',
];

function listenForLongPress(clock: World['clock']): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => clearTimeout(timer);
  const start = (event: Event): void => {
    stop();
    const node = nodeOf(event.target as Element);
    if (!node) return;
    timer = setTimeout(() => {
      const { left, top } = elementOf(node).getBoundingClientRect();
      clock.deliver(() =>
        glassEasel.Event.dispatchEvent(
          node,
          new glassEasel.Event('longpress', { x: left, y: top }, { bubbles: true, composed: true }),
        ),
      );
    }, LONG_PRESS_MS);
  };
  for (const name of ['touchstart', 'mousedown']) document.addEventListener(name, start, true);
  for (const name of ['touchend', 'touchmove', 'touchcancel', 'mouseup']) document.addEventListener(name, stop, true);
}
