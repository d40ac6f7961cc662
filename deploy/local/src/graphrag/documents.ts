import { DocumentSent, type DocumentState } from '@huati/shared';
import * as v from 'valibot';

/** A refusal of the service, by its HTTP status. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** How long the service takes, in ms. */
export interface Pace {
  /** For a document to be taken in. */
  processingMs: number;
  /** Before a document whose title begins with `slow` is answered. */
  slowMs: number;
}

interface Kept {
  document: DocumentSent;
  since: number;
}

const BEGINNING = /^(slow|fail|refuse|long|lost)/;

/**
 * The documents that were sent. How a title begins says what becomes of one: `slow…` is answered late, `fail…` cannot be taken
 * in, `refuse…` is answered 422, `long…` is never done, `lost…` is gone when it is asked for.
 */
export class Documents {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly pace: Pace) {}

  /** Keeps a document in the place of what had its id. Errors: Refusal. */
  async put(id: string, body: unknown): Promise<void> {
    const sent = v.safeParse(DocumentSent, body);
    if (!sent.success) throw new Refusal(400, v.getDotPath(sent.issues[0]) ?? 'not a document');
    const kind = kindOf(sent.output);
    if (kind === 'refuse') throw new Refusal(422, `nothing can be made of ${sent.output.title}`);
    if (kind === 'slow') await new Promise((resolve) => setTimeout(resolve, this.pace.slowMs));
    this.#kept.set(id, { document: sent.output, since: performance.now() });
  }

  /** What has become of it. Errors: Refusal. */
  state(id: string): DocumentState {
    const { document, since } = this.#find(id);
    const part = (performance.now() - since) / this.pace.processingMs;
    const kind = kindOf(document);
    if (kind === 'lost') this.#kept.delete(id);
    if (kind === 'lost') throw new Refusal(404, 'no such document');
    if (kind === 'long') return { status: 'processing', progress: 0.5 };
    if (part < 1) return { status: 'processing', progress: part };
    // Like others, this one repeats what it was sent.
    return kind === 'fail'
      ? { status: 'failed', error: `no entities in ${document.title}: ${document.passages[0]?.text ?? ''}` }
      : { status: 'ready' };
  }

  /** Errors: Refusal. */
  remove(id: string): void {
    this.#find(id);
    this.#kept.delete(id);
  }

  /** Those that are kept, by their ids. */
  get all(): Record<string, DocumentSent> {
    return Object.fromEntries([...this.#kept].map(([id, { document }]) => [id, document]));
  }

  clear(): void {
    this.#kept.clear();
  }

  #find(id: string): Kept {
    const kept = this.#kept.get(id);
    if (!kept) throw new Refusal(404, 'no such document');
    return kept;
  }
}

function kindOf({ title }: DocumentSent): string | undefined {
  return BEGINNING.exec(title)?.[1];
}
