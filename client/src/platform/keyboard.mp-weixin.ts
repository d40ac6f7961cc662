/** Tells how much of the page's bottom the on-screen keyboard covers, px. Out: stops it. */
export function onKeyboard(run: (insetPx: number) => void): () => void {
  const tell = ({ height }: { height: number }): void => run(Math.max(0, height));
  uni.onKeyboardHeightChange(tell);
  return () => uni.offKeyboardHeightChange(tell);
}
