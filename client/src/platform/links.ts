/** Opens a link of a text. In a browser links in the text open themselves. */
export function openLink(href: string): void {
  void href;
}
