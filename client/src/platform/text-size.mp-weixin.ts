/** WeChat's font size in its middle setting, px; the elderly choose up to 23 or so. */
const USUAL_FONT_PX = 17;
export const SYSTEM_SCALE_MAX = 1.5;

interface FontSetting {
  fontSizeSetting?: number;
}

/** The font size that is set in WeChat, times its middle one. */
export function systemTextScale(): number {
  const { fontSizeSetting = USUAL_FONT_PX } = uni.getAppBaseInfo() as FontSetting;
  return Math.min(SYSTEM_SCALE_MAX, Math.max(1, fontSizeSetting / USUAL_FONT_PX));
}

/** A mini-program has no document: each page's root carries the sizes. */
export function setDocumentSizes(sizes: Record<string, string>): void {
  void sizes;
}
