/** Proof of who is logged in to WeChat, for one use within five minutes; null where WeChat gives none now. */
export function hostCode(): Promise<string | null> {
  return new Promise((resolve) => {
    uni.login({
      provider: 'weixin',
      success: ({ code }) => resolve(code === '' ? null : code),
      fail: () => resolve(null),
    });
  });
}
