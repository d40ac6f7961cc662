import { t } from '@/i18n';
import { useSharing } from './sharing.store';

/** The page that shows what was shared; the server's links lead there. */
export const SHARE_PAGE = '/pages/share/index';

/** What WeChat sends to a friend: a card with a title that opens a page. */
export interface Card {
  title: string;
  path: string;
  /** The same, where it had to be made first; WeChat waits 3 s for it. */
  promise?: Promise<{ title: string; path: string }>;
}

const cardOf = (title: string, id: string): Card => ({
  title: title || t('share.untitled'),
  path: `${SHARE_PAGE}?id=${id}`,
});

/** The card of a topic; without one it invites to the product. A link is made where the topic has none for cards yet. */
export function shareForFriend(topic: { id: string; title: string } | undefined): Card {
  const home = { title: t('share.home'), path: '/pages/chat/index' };
  if (!topic) return home;
  const sharing = useSharing();
  const known = sharing.forCard(topic.id);
  if (known) return cardOf(topic.title, known.id);
  const promise = sharing.create(topic.id, topic.title).then(
    ({ id }) => cardOf(topic.title, id),
    () => home,
  );
  return { ...home, promise };
}

/** What WeChat puts into Moments: a title, and the query of the page it is shared from. It cannot wait for a link. */
export function shareForTimeline(topic: { id: string; title: string } | undefined): { title: string; query: string } {
  const known = topic && useSharing().forCard(topic.id);
  return known
    ? { title: topic.title || t('share.untitled'), query: `share=${known.id}` }
    : { title: t('share.home'), query: '' };
}
