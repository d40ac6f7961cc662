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
  private readonly wanted: string[] = [];

  constructor(private readonly download: (attachmentId: string) => Promise<string>) {}

  /** The picture lies on this device already. */
  keep(attachmentId: string, path: string): void {
    if (path !== '') this.paths.set(attachmentId, path);
  }

  /** The row of a small picture came into sight: it is fetched when others are through. */
  want({ id, mime, bytes }: Attachment): void {
    if (!isPicture({ mime }) || bytes > SMALL_BYTES || this.paths.has(id) || this.wanted.includes(id)) return;
    this.wanted.push(id);
    this.next();
  }

  /** Where the file lies, fetched if need be. Rejects with a `WireFailure`. */
  get(attachmentId: string): Promise<string> {
    const here = this.paths.get(attachmentId);
    if (here !== undefined) return Promise.resolve(here);
    const running = this.fetching.get(attachmentId);
    if (running) return running;
    const fetched = this.download(attachmentId)
      .then((path) => {
        this.paths.set(attachmentId, path);
        return path;
      })
      .finally(() => {
        this.fetching.delete(attachmentId);
        this.next();
      });
    this.fetching.set(attachmentId, fetched);
    return fetched;
  }

  private next(): void {
    if (this.fetching.size >= PARALLEL) return;
    const id = this.wanted.shift();
    // Its icon stays where it cannot be had; a tap tries again and says why.
    if (id !== undefined) this.get(id).catch(() => false);
  }
}

export function isPicture({ mime }: Pick<Attachment, 'mime'>): boolean {
  return mime.startsWith('image/');
}
