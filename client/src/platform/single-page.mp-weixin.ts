/** WeChat's number for Moments' single-page mode. */
const SINGLE_PAGE = 1154;

/** Whether the program was opened from WeChat's Moments, where it can show one page, and neither log in nor move on. */
export function isSinglePage(): boolean {
  return uni.getLaunchOptionsSync().scene === SINGLE_PAGE;
}
