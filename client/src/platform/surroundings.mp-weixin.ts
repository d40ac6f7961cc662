/** CSS variables that tell the page what its host puts around and over it: the status bar, and WeChat's capsule at the top right. */
export function surroundings(): Record<string, string> {
  const { windowWidth, statusBarHeight } = uni.getWindowInfo();
  const capsule = uni.getMenuButtonBoundingClientRect();
  return {
    '--safe-top': `${statusBarHeight}px`,
    '--capsule': `${windowWidth - capsule.left}px`,
  };
}
