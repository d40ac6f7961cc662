import type { Attachment } from '@huati/shared';
import { shallowReactive } from 'vue';

/** Larger pictures are fetched only when somebody wants to see them. */
const SMALL_BYTES = 3 * 1024 * 1024;
const PARALLEL = 2;

/** Pictures of questions: where each lies on the device, once it does. */
export class Pictures {
  /** By the attachment's id. */
  readonly paths = shallowReactive(new Map<string, string>());
  private readonly fetching = new Map<string, Promise<string>>();
  private wanted: readonly Shown[] = [];
  /** Those that could not be had by themselves: only a tap, or another connection, tries once more. */
  private readonly failed = new Set<string>();

  constructor(private readonly download: (file: Shown) => Promise<string>) {}

  /** The picture lies on this device already. */
  keep(attachmentId: string, path: string): void {
    if (path !== '') this.paths.set(attachmentId, path);
  }

  /** The row of a small picture came into sight: it is fetched when others are through. */
  want({ id, mime, bytes }: Attachment): void {
    const known = [this.paths, this.fetching, this.failed].some((ids) => ids.has(id));
    if (this.wanted.some((each) => each.id === id)) return;
    if (known || !isPicture({ mime }) || bytes > SMALL_BYTES) return;
    this.wanted = [...this.wanted, { id, mime }];
    this.next();
  }

  /** There is another connection: what failed may be tried again. */
  reconnected(): void {
    this.failed.clear();
  }

  /** Where the file lies, fetched if need be. Rejects with a `WireFailure`. */
  get(file: Shown): Promise<string> {
    const { id } = file;
    const here = this.paths.get(id);
    if (here !== undefined) return Promise.resolve(here);
    const running = this.fetching.get(id);
    if (running) return running;
    const fetched = this.download(file)
      .then((path) => {
        this.paths.set(id, path);
        return path;
      })
      .finally(() => {
        this.fetching.delete(id);
        this.next();
      });
    this.fetching.set(id, fetched);
    return fetched;
  }

  private next(): void {
    if (this.fetching.size >= PARALLEL) return;
    const [first, ...others] = this.wanted;
    this.wanted = others;
    // Its icon stays where it cannot be had; a tap tries again and says why.
    if (first) this.get(first).catch(() => this.failed.add(first.id));
  }
}

/** What is needed of a file to show it. */
export type Shown = Pick<Attachment, 'id' | 'mime'>;

/** Whether every phone shows a picture of this kind as it is; others are asked for as a JPEG. */
export function isShownAsIs(mime: string): boolean {
  return /^image\/(jpeg|png|gif|webp)$/.test(mime);
}

export function isPicture({ mime }: Pick<Attachment, 'mime'>): boolean {
  return mime.startsWith('image/');
}
