import type { ThemeChoice } from './document';

export type { ThemeChoice } from './document';

/** A mini-program has no document; WeChat takes the language from its own settings. */
export function setDocumentLanguage(language: string): void {
  void language;
}

/** As `theme.json` has them, which WeChat reads and a program cannot. */
export const barColours = {
  light: { paper: '#fbfaf8', bar: '#000000', pull: 'dark' },
  dark: { paper: '#131416', bar: '#ffffff', pull: 'light' },
} as const;

let chosen: ThemeChoice = 'system';
/** WeChat keeps what it was told for a page: from the first choice on it no longer follows the system by itself. */
let told = false;

/**
 * The page's root carries the theme class; outside of it are the navigation bar, the phone's status bar, and what shows
 * where the page is pulled. WeChat colours them by `theme.json` as the system is, so a chosen theme must be told, for each page.
 */
export function setDocumentTheme(choice: ThemeChoice): void {
  chosen = choice;
  if (choice === 'system' && !told) return;
  if (!told) uni.onThemeChange(() => chosen === 'system' && colour(systemTheme()));
  told = true;
  colour(choice === 'system' ? systemTheme() : choice);
}

function systemTheme(): 'light' | 'dark' {
  const { theme: now } = uni.getAppBaseInfo() as { theme?: string };
  return now === 'dark' ? 'dark' : 'light';
}

function colour(name: 'light' | 'dark'): void {
  const { paper, bar, pull } = barColours[name];
  // A page that is just leaving cannot be coloured any more; nothing is lost by that.
  const fail = (): void => undefined;
  uni.setNavigationBarColor({ frontColor: bar, backgroundColor: paper, fail });
  uni.setBackgroundColor({ backgroundColor: paper, backgroundColorTop: paper, backgroundColorBottom: paper, fail });
  uni.setBackgroundTextStyle({ textStyle: pull, fail });
}
