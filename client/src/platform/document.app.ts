import type { ThemeChoice } from './document';

export type { ThemeChoice } from './document';

/** The app's script runs outside of the web view, where no document is. */
export function setDocumentLanguage(language: string): void {
  void language;
}

/** The page's root carries the theme class; the bars of the app follow the system by `theme.json`. */
export function setDocumentTheme(choice: ThemeChoice): void {
  void choice;
}
