/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core';
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';

declare const self: ServiceWorkerGlobalScope & {
  /** All that the program may need without a network; the build writes it. */
  __PROGRAM: PrecacheEntry[];
};

precacheAndRoute(self.__PROGRAM);
cleanupOutdatedCaches();
clientsClaim();

// The program's own page alone: shares, and whatever else the server shows, are the server's.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { allowlist: [/^\/(?:index\.html)?(?:\?|$)/] }),
);
// What is fetched when it is first needed has a hash in its name, and stays.
registerRoute(({ url }) => /\/assets\//.test(url.pathname), new CacheFirst({ cacheName: 'assets' }));

self.addEventListener('activate', (event: ExtendableEvent) => {
  // Those of a version before are asked for no more.
  event.waitUntil(caches.delete('assets'));
});
self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  if (data === 'take-over') void self.skipWaiting();
});
