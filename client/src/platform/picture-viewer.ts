import PhotoSwipe, { type SlideData } from 'photoswipe';
import styles from 'photoswipe/style.css?inline';
import { t } from '@/i18n';
import { holdBack } from './back';
import { onEscape } from './focus';
import { addStyles } from './late-styles';

/** What is shown of a picture that tells no size, CSS pixels. */
const UNKNOWN = { width: 800, height: 600 };

let open = false;

/**
 * A viewer over the whole page: two fingers or two taps zoom, a swipe leads to the next picture, one down, Esc and "back" close it.
 * The focus stays inside and goes back afterwards. Resolves once it is there; one at a time.
 *
 * @param current the first to be shown
 * @param urls    all of them
 * @param names   what is said of each to those who do not see it
 */
export async function openViewer(current: string, urls: readonly string[], names: readonly string[]): Promise<void> {
  if (open) return;
  open = true;
  addStyles(styles);
  const dataSource = await Promise.all(urls.map((url, at) => slideOf(url, names[at] ?? '')));
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const viewer = new PhotoSwipe({
    dataSource,
    index: Math.max(0, urls.indexOf(current)),
    bgOpacity: 0.94,
    // Below the buttons: on a light picture they are hardly seen.
    padding: { top: 56, bottom: 16, left: 0, right: 0 },
    // Esc belongs to what is topmost: our own handler knows what else is open.
    escKey: false,
    loop: false,
    // A drawing of lines stays sharp: it may be larger than it is.
    maxZoomLevel: 6,
    secondaryZoomLevel: 2.5,
    showHideAnimationType: calm ? 'none' : 'fade',
    wheelToZoom: true,
    closeTitle: t('ui.close'),
    zoomTitle: t('markdown.zoom'),
    arrowPrevTitle: t('markdown.previous'),
    arrowNextTitle: t('markdown.next'),
    errorMsg: t('markdown.pictureFailed'),
    indexIndicatorSep: ' / ',
  });
  // Asked to close while it still opens, it would do nothing.
  const close = (): void =>
    viewer.opener.isOpen ? viewer.close() : viewer.on('openingAnimationEnd', () => viewer.close());
  const releases = [onEscape(close), holdBack(close)];
  viewer.on('destroy', () => {
    open = false;
    releases.forEach((release) => release());
  });
  viewer.on('afterInit', () => {
    viewer.element?.setAttribute('aria-modal', 'true');
    viewer.element?.setAttribute('aria-label', t('markdown.largePicture'));
  });
  viewer.init();
}

/** A picture with its size, which the viewer has to know before it draws. */
async function slideOf(src: string, alt: string): Promise<SlideData> {
  const image = new Image();
  image.src = src;
  try {
    await image.decode();
  } catch {
    // The viewer says itself that it cannot be loaded.
    return { src, ...UNKNOWN, alt };
  }
  const scale = fitting(image.naturalWidth || UNKNOWN.width, image.naturalHeight || UNKNOWN.height);
  return { src, alt, ...scale };
}

/** No smaller than the window in its nearer direction: small drawings would otherwise be shown small. */
function fitting(width: number, height: number): { width: number; height: number } {
  const factor = Math.max(1, Math.min(innerWidth / width, innerHeight / height, 2));
  return { width: Math.round(width * factor), height: Math.round(height * factor) };
}
