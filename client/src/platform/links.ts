/** A tap on some text, as far as links are concerned. */
export interface TextTap {
  target: unknown;
}

/** Opens the link that was tapped, where it was one. In a browser links in the text open themselves. */
export function openTapped(tap: TextTap): void {
  void tap;
}
