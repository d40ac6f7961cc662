declare const plus: { runtime: { openURL(address: string): void } };

/** Opens a link that was tapped in the phone's browser. */
export function openLink(href: string): void {
  plus.runtime.openURL(href);
}
