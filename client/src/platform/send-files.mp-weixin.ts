import type { Drawn } from './brush';
import { copyText } from './clipboard';
import { denialOf } from './picked';
import { writeUserFile } from './user-files';

interface Outcome {
  success: () => void;
  fail: (failed: { errMsg: string }) => void;
}
declare const wx: {
  showShareImageMenu?: (options: Outcome & { path: string }) => void;
  shareFileMessage?: (options: Outcome & { filePath: string; fileName: string }) => void;
};

/** Whether this device hands pictures on to other programs. */
export const sendsPictures: boolean = typeof wx.showShareImageMenu === 'function';

/** WeChat takes one picture at a time, and asks the person each time. */
export const sendsTogether: boolean = false;

/** Offers a picture, the first, to WeChat's own sharing. Out: whether it took it, or the person did not want. */
export function sendPictures(pictures: readonly Drawn[], title: string): Promise<boolean> {
  void title;
  const [first] = pictures;
  return new Promise((resolve) => {
    if (!first || !wx.showShareImageMenu) return resolve(false);
    wx.showShareImageMenu({
      path: first.path,
      success: () => resolve(true),
      fail: ({ errMsg }) => resolve(denialOf(errMsg) === null),
    });
  });
}

/** Whether whoever kept a text is to be told of it. */
export const tellsOfText: boolean = false;

/** Sends a text as a file to a chat; where this WeChat cannot, it is copied. Out: whether one of both worked. */
export async function saveText(name: string, text: string, mime: string): Promise<boolean> {
  void mime;
  const share = wx.shareFileMessage;
  if (!share) return copyText(text);
  const filePath = await writeUserFile(name, text).catch(() => null);
  if (filePath === null) return copyText(text);
  return new Promise((resolve) => {
    share({
      filePath,
      fileName: name,
      success: () => resolve(true),
      fail: ({ errMsg }) => resolve(denialOf(errMsg) === null),
    });
  });
}
