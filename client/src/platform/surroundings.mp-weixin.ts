/** WeChat's font size in its middle setting, px; the elderly choose up to 23 or so. */
const USUAL_FONT_PX = 17;
const SCALE_MAX = 1.5;

interface FontSetting {
  fontSizeSetting?: number;
}

/**
 * CSS variables that tell the page what its host puts around and over it: the status bar, WeChat's capsule at the top
 * right, and the font size that is set in WeChat.
 */
export function surroundings(): Record<string, string> {
  const { windowWidth, statusBarHeight } = uni.getWindowInfo();
  const capsule = uni.getMenuButtonBoundingClientRect();
  const { fontSizeSetting = USUAL_FONT_PX } = uni.getAppBaseInfo() as FontSetting;
  const scale = Math.min(SCALE_MAX, Math.max(1, fontSizeSetting / USUAL_FONT_PX));
  return {
    '--safe-top': `${statusBarHeight}px`,
    '--capsule': `${windowWidth - capsule.left}px`,
    '--text-scale': scale.toFixed(2),
  };
}
