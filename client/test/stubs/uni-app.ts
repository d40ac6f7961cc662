import { onBeforeUnmount, onMounted } from 'vue';

type Hook = (...args: unknown[]) => void;

// Page hooks run when the component mounts, as a page that is opened and shown once would see them.
const whenMounted =
  (...args: unknown[]) =>
  (run: Hook): void => {
    onMounted(() => run(...args));
  };
// What the platform may do to a page and nothing does to a component under test.
const never = (run: Hook): void => void run;

export const onLaunch = whenMounted({});
export const onLoad = whenMounted({});
export const onShow = whenMounted();
export const onReady = whenMounted();
export const onUnload = (run: Hook): void => {
  onBeforeUnmount(() => run());
};
export const onHide = never;
export const onBackPress = never;
export const onPageScroll = never;
