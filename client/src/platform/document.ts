export type ThemeChoice = 'system' | 'light' | 'dark';

/** Tells the browser, and with it screen readers and line breaking, which language the page is in. */
export function setDocumentLanguage(language: string): void {
  document.documentElement.lang = language;
}

/** Puts the chosen theme on the root element, where it also colours what lies outside of the page's own root. */
export function setDocumentTheme(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}
