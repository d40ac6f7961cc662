/** Opens where the person can allow what they refused before. */
export const openPermissions: (() => void) | null = () => void uni.openSetting({});
