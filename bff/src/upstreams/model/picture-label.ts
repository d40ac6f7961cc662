import { quoted } from './plain';

/** What stands before a picture in a request: files of the topic are spoken of by their names. */
export function pictureLabel(name: string): string {
  return `\n\nPicture ${quoted(name)}:`;
}
