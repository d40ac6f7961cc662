import type { Config } from '../../config';
import { limitPerMinute, perAddress } from '../../limits';
import { createCards } from './cards';
import { createSharingPage, type SharingPage, type SharingPageParts } from './sharing-page.service';

/** Far above what showing a link needs. */
const PICTURES_PER_MINUTE = 60;

export interface SharingPages {
  service: SharingPage;
  close(): Promise<void>;
}

/** The pages of shares, with the thread that draws their pictures, which starts with the first one. */
export function createSharingPages(config: Pick<Config, 'clientDir' | 'publicUrl'>, look: SharingPageParts['look']) {
  const cards = createCards();
  const admitPicture = perAddress(limitPerMinute(PICTURES_PER_MINUTE, 'pictures of links from this address'));
  const service = createSharingPage({ ...config, look, cards, admitPicture });
  return { service, close: cards.close } satisfies SharingPages;
}
