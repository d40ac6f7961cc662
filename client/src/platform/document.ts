export type ThemeChoice = 'system' | 'light' | 'dark';

/** Tells the browser, and with it screen readers and line breaking, which language the page is in. */
export function setDocumentLanguage(language: string): void {
  document.documentElement.lang = language;
}

/** Puts the chosen theme on the root element, where it also colours what lies outside of the page's own root. */
export function setDocumentTheme(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  colourBrowserBars(choice);
}

/** The bars of a phone's browser take the page's colour; for a chosen theme that of the system would be the wrong one. */
function colourBrowserBars(choice: ThemeChoice): void {
  const paper = getComputedStyle(document.documentElement).getPropertyValue('--paper').trim();
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = (meta.dataset.own ??= meta.content);
    meta.content = choice === 'system' || paper === '' ? own : paper;
  }
}
