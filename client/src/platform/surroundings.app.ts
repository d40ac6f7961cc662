/** CSS variables that tell the page what its host puts around and over it: the status bar of the phone. */
export function surroundings(): Record<string, string> {
  return { '--safe-top': `${uni.getWindowInfo().statusBarHeight}px` };
}
