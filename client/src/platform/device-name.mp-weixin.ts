/** What the person would call this device. */
export function deviceName(): string {
  return `${uni.getDeviceInfo().deviceModel} · 微信`;
}
