import { uuidFrom } from './uuid';

interface WechatRandom {
  getRandomValues(options: {
    length: number;
    success: (result: { randomValues: ArrayBuffer }) => void;
    fail: (error: { errMsg: string }) => void;
  }): void;
}

declare const wx: WechatRandom;

/** A random UUID, version 4, from WeChat's own source of randomness. Rejects where WeChat gives none. */
export function uuid(): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.getRandomValues({
      length: 16,
      success: ({ randomValues }) => resolve(uuidFrom(new Uint8Array(randomValues))),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    });
  });
}
