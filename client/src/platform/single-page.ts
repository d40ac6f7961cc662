/** Whether the program was opened from WeChat's Moments, where it can show one page, and neither log in nor move on. */
export function isSinglePage(): boolean {
  return false;
}
