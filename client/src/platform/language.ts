/** The language that the browser is set to, such as `zh-CN` or `en`. */
export function systemLanguage(): string {
  return navigator.language;
}
