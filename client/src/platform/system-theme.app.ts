/** Whether the system is in its dark colours now. */
export function systemIsDark(): boolean {
  const { osTheme } = uni.getSystemInfoSync() as { osTheme?: string };
  return osTheme === 'dark';
}
