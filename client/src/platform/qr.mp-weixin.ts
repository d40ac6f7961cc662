/** Nothing: inside of WeChat codes are scanned, not shown. */
export function qrPicture(text: string): Promise<string> {
  void text;
  return Promise.resolve('');
}
