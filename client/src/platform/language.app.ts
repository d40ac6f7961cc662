/** The language that the phone is set to, as its host names it: `zh-Hans`, `zh-CN`, `en`. */
export function systemLanguage(): string {
  return uni.getLocale();
}
