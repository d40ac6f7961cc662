export type { ThemeChoice } from './document';

/** A mini-program has no document; WeChat takes the language from its own settings. */
export function setDocumentLanguage(language: string): void {
  void language;
}

/** The page's root carries the theme class; there is nothing outside of it to colour. */
export function setDocumentTheme(choice: string): void {
  void choice;
}
