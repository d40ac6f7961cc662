declare const plus: { push: { createMessage(content: string): void } };

let away = false;
uni.onAppHide(() => (away = true));
uni.onAppShow(() => (away = false));

/** Tells in the phone's own notifications that something is ready, where the app is not in front. */
export function notifyAway(text: string): void {
  if (away) plus.push.createMessage(text);
}
