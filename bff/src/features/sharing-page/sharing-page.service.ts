import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SharedTopic } from '@huati/shared';
import { Failure } from '../../failure';
import type { Limit } from '../../limits';
import type { Cards } from './cards';
import { aigcLabel } from './label';
import { outlineOf, type Found } from './outline';
import { toPage } from './page';
import type { Words } from './words';

/** Where a request came to, such as https://chat.example.com, the address it came from, and the words for whoever made it. */
export interface Asked {
  origin: string;
  address: string;
  words: Words;
}

/** The page of a share, for whoever knows its address, and for those that show what a link leads to. */
export interface SharingPage {
  /** The page and its HTTP status; undefined where the client was built without it. Counts no view. */
  page(shareId: string, asked: Asked): Promise<{ status: number; html: string } | undefined>;
  /** The picture of the link, a PNG: of a locked share the product's mark alone. Throws `not_found`, and `rate_limited`. */
  picture(shareId: string, asked: Asked): Promise<Uint8Array>;
}

export interface SharingPageParts {
  /** Where the built client is; undefined: there is none. */
  clientDir: string | undefined;
  /** What addresses of shares begin with; undefined: the request's origin. */
  publicUrl: string | undefined;
  /**
   * What is shared, for whoever has no password; counts no view. Throws `not_found` where it is not there, revoked or ended, and
   * `password_required` where it is locked, `rate_limited`.
   */
  look(shareId: string, from: Pick<Asked, 'origin' | 'address'>): Promise<SharedTopic>;
  cards: Pick<Cards, 'of'>;
  /** Of pictures for one address. */
  admitPicture: Limit;
}

const OK = 200;
const NOT_FOUND = 404;
const SHARE_ID = /^[\w-]{1,64}$/;

export function createSharingPage({ clientDir, publicUrl, look, ...parts }: SharingPageParts): SharingPage {
  const find = async (shareId: string, { origin, address }: Asked): Promise<Found> => {
    if (!SHARE_ID.test(shareId)) return { kind: 'gone' };
    try {
      return { kind: 'open', topic: await look(shareId, { origin, address }) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.code === 'not_found') return { kind: 'gone' };
      if (error.code === 'password_required') return { kind: 'locked' };
      throw error;
    }
  };

  return {
    page: async (shareId, asked) => {
      const { origin, words } = asked;
      const template = clientDir === undefined ? undefined : await readTemplate(clientDir);
      if (template === undefined) return undefined;
      const found = await find(shareId, asked);
      const html = toPage(template, found, `${publicUrl ?? origin}/s/${encodeURIComponent(shareId)}`, words);
      return { status: found.kind === 'gone' ? NOT_FOUND : OK, html };
    },

    picture: async (shareId, asked) => {
      const { words } = asked;
      await parts.admitPicture(asked.address);
      const found = await find(shareId, asked);
      if (found.kind === 'gone') throw new Failure('not_found', 'no such share, or it has ended');
      if (found.kind === 'locked') return parts.cards.of(undefined);
      const { title, question, generated } = outlineOf(found, words);
      const label = generated === undefined ? undefined : { words: words.label, field: aigcLabel(generated) };
      return parts.cards.of({ site: words.site, title, question, label });
    },
  };
}

/** Read each time: a client that was built anew is there at once. */
async function readTemplate(clientDir: string): Promise<string | undefined> {
  try {
    return await readFile(join(clientDir, 'reader', 'index.html'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
