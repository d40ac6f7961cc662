import type { Instance, Root } from 'glass-easel-miniprogram-adapter';
import type { Framework } from './framework';
import type { World } from './world';
import { answer, type Outcome } from './wx/outcome';

/** WeChat's page stack has room for ten. */
const PAGES_MAX = 10;

interface OpenPage {
  path: string;
  root: Root;
  element: HTMLElement;
}

type Hook = (argument?: unknown) => unknown;

/** The stack of pages: the last one is seen. */
export class Pages {
  private readonly stack: OpenPage[] = [];

  constructor(
    private readonly world: World,
    private readonly framework: () => Framework,
    private readonly load: (path: string) => void,
  ) {}

  readonly instances = (): Instance[] => this.stack.map(({ root }) => root.get());

  get top(): Instance | null {
    return this.stack.at(-1)?.root.get() ?? null;
  }

  /** The path of the page that is being made; a page knows its own from its creation on. */
  creating: string | null = null;

  hook(instance: Instance | null, name: string, argument?: unknown): unknown {
    const run = instance?.[name];
    return typeof run === 'function' ? (run as Hook).call(instance, argument) : undefined;
  }

  open(url: string): void {
    const [path = '', search = ''] = url.replace(/^\//, '').split('?');
    if (this.stack.length >= PAGES_MAX) throw new Error(`navigateTo:fail webview count limit exceed`);
    if (!this.known().includes(path)) throw new Error(`navigateTo:fail page "${path}" is not found`);
    this.load(path);
    const under = this.stack.at(-1);
    if (under) {
      under.element.hidden = true;
      this.hook(under.root.get(), 'onHide');
    }
    this.creating = path;
    const { backend, space } = this.framework();
    const root = backend.createRoot('wx-page', space, path);
    this.creating = null;
    const element = document.createElement('wx-page-frame');
    const placeholder = document.createElement('span');
    element.append(placeholder);
    document.body.append(element);
    root.attach(element as never, placeholder as never);
    this.stack.push({ path, root, element });
    const page = root.get();
    this.hook(page, 'onLoad', Object.fromEntries(new URLSearchParams(search)));
    this.hook(page, 'onShow');
    root.getComponent().triggerLifetime('ready', []);
    this.hook(page, 'onReady');
  }

  close(count = 1): void {
    for (let left = Math.min(count, this.stack.length - 1); left > 0; left -= 1) this.drop();
    const top = this.stack.at(-1);
    if (!top) return;
    top.element.hidden = false;
    this.hook(top.root.get(), 'onShow');
  }

  closeAll(): void {
    while (this.stack.length > 0) this.drop();
  }

  private drop(): void {
    const gone = this.stack.pop();
    if (!gone) return;
    this.hook(gone.root.get(), 'onUnload');
    gone.root.release();
    gone.element.remove();
  }

  private known(): string[] {
    const { pages, subPackages = [] } = this.world.pack.app;
    return [...pages, ...subPackages.flatMap(({ root, pages: own }) => own.map((page) => `${root}/${page}`))];
  }

  /** The functions by which a program moves between its pages. */
  api(): Record<string, unknown> {
    const after =
      (name: string, run: (options: { url: string; delta?: number }) => void) =>
      (options: Outcome & { url: string; delta?: number }) =>
        answer(this.world, name, options, () => {
          run(options);
          return {};
        });
    return {
      navigateTo: after('navigateTo', ({ url }) => this.open(url)),
      redirectTo: after('redirectTo', ({ url }) => {
        this.drop();
        this.open(url);
      }),
      reLaunch: after('reLaunch', ({ url }) => {
        this.closeAll();
        this.open(url);
      }),
      navigateBack: after('navigateBack', ({ delta }) => this.close(delta ?? 1)),
    };
  }
}
