/** Whether the system is in its dark colours now. */
export function systemIsDark(): boolean {
  const { theme } = uni.getAppBaseInfo() as { theme?: string };
  return theme === 'dark';
}
