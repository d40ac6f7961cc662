import type { World } from './world';

/** How long a package takes to come, ms: long enough to see what stands for its components. */
const COMES_MS = 40;

/** Which packages of a program are on the phone. The main one always is. */
export interface Packages {
  /** The root of a path's package; empty for the main one. */
  rootOf(path: string): string;
  /** Whether a script or component is on the phone. */
  has(path: string): boolean;
  /** A page is opened: WeChat fetches its package first. */
  bring(path: string): void;
  /** Fetches the package of a path, and tells when it is there; rejects without a connection. */
  fetch(path: string): Promise<void>;
}

export function createPackages({ pack, clock, device }: Pick<World, 'pack' | 'clock' | 'device'>): Packages {
  const roots = (pack.app.subPackages ?? []).map(({ root }) => root);
  const here = new Set(['']);
  const rootOf = (path: string): string => roots.find((root) => path.startsWith(`${root}/`)) ?? '';
  return {
    rootOf,
    has: (path) => here.has(rootOf(path)),
    bring: (path) => void here.add(rootOf(path)),
    fetch: (path) =>
      new Promise((resolve, reject) => {
        setTimeout(
          () =>
            clock.deliver(() => {
              if (!device.online && !here.has(rootOf(path))) {
                reject(new Error(`loadSubpackage:fail ${rootOf(path)}`));
                return;
              }
              here.add(rootOf(path));
              resolve();
            }),
          COMES_MS,
        );
      }),
  };
}
