import type { Drawn } from './brush';
import { writeFile } from './labelled-file';
import { utf8 } from './png-text';

declare const plus: {
  share: {
    sendWithSystem(
      message: { type?: string; pictures?: string[]; content?: string; title?: string; href?: string },
      told: () => void,
      failed: () => void,
    ): void;
  };
};

/** Whether this device hands pictures on to other programs. */
export const sendsPictures: boolean = true;

function offered(message: { type: string; pictures?: string[]; content?: string; title?: string }): Promise<boolean> {
  return new Promise((resolve) => {
    plus.share.sendWithSystem(
      message,
      () => resolve(true),
      () => resolve(false),
    );
  });
}

/** Whether it takes several at once. */
export const sendsTogether: boolean = true;

/** Offers pictures to the phone's own sharing. Out: whether it took them. */
export function sendPictures(pictures: readonly Drawn[], title: string): Promise<boolean> {
  return offered({ type: 'image', pictures: pictures.map(({ path }) => path), title });
}

/** Whether whoever kept a text is to be told of it. */
export const tellsOfText: boolean = true;

/** Keeps a text as a file of the app, and offers its words to the phone's own sharing. Out: whether it was kept. */
export async function saveText(name: string, text: string, mime: string): Promise<boolean> {
  void mime;
  try {
    await writeFile(name, uni.arrayBufferToBase64(utf8(text).buffer as ArrayBuffer));
  } catch (error) {
    return error instanceof Error && offered({ type: 'text', content: text, title: name });
  }
  void offered({ type: 'text', content: text, title: name });
  return true;
}
