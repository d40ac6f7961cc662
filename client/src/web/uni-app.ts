import { inject, onBeforeMount, onMounted, watch } from 'vue';
import { PAGE } from '@/platform/pages';

// What pages import from `@dcloudio/uni-app`, for browsers: the build puts this file in its place.

/** Runs with the parameters of its address before a page is drawn. */
export function onLoad(run: (query: Record<string, string>) => void): void {
  const page = inject(PAGE);
  onBeforeMount(() => run({ ...page?.query }));
}

/** Runs when a page is there, and each time when it comes to the front again. */
export function onShow(run: () => void): void {
  const page = inject(PAGE);
  onMounted(run);
  watch(
    () => page?.shown,
    () => run(),
  );
}

/** Hosts that send pages to people ask for what they send; a browser does not. */
export function onShareAppMessage(run: () => object): void {
  void run;
}

/** The same for WeChat's Moments. */
export function onShareTimeline(run: () => object): void {
  void run;
}
