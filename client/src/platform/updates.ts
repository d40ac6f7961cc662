import { isBuilt } from '@/config';

/** After a page has loaded, so long nothing is kept yet; ms. */
const AFTER_MS = 2_500;
/** How often a page that stays open asks whether there is a newer version; ms. */
const ASK_MS = 3_600_000;

/**
 * Has the program kept on the device, so that it starts without a network, and runs `offer` when a newer version is ready, with what
 * starts it. Browsers keep programs only for addresses that nobody can forge: https, or the machine itself.
 */
export function onUpdateReady(offer: (restart: () => void) => void): void {
  if (!isBuilt || !('serviceWorker' in navigator)) return;
  // The page itself comes first, and what it asks the server.
  const begin = (): void => void setTimeout(() => void watch(offer), AFTER_MS);
  if (document.readyState === 'complete') begin();
  else window.addEventListener('load', begin, { once: true });
}

async function watch(offer: (restart: () => void) => void): Promise<void> {
  try {
    const kept = await navigator.serviceWorker.register('/sw.js');
    const look = (): void => {
      const { waiting } = kept;
      if (waiting && navigator.serviceWorker.controller) offer(() => restartWith(waiting));
    };
    const found = (): void => kept.installing?.addEventListener('statechange', look);
    look();
    found();
    kept.addEventListener('updatefound', found);
    setInterval(() => {
      // Offered again: a note goes away by itself.
      look();
      void kept.update().catch(() => undefined);
    }, ASK_MS);
  } catch {
    // Private windows keep nothing; the program runs as it is.
    return;
  }
}

/** Starts the newest version where there is one that this page is not: a server may take no other any more. Never rejects. */
export async function takeNewest(): Promise<void> {
  if (!isBuilt || !('serviceWorker' in navigator)) return;
  try {
    const kept = await navigator.serviceWorker.getRegistration();
    await kept?.update();
    const next = kept?.waiting ?? kept?.installing;
    if (!next) return;
    if (next.state === 'installed') return restartWith(next);
    next.addEventListener('statechange', () => next.state === 'installed' && restartWith(next));
  } catch {
    // Whoever is refused is told to load the page again.
    return;
  }
}

function restartWith(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
  worker.postMessage('take-over');
}
