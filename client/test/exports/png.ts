/** The `iTXt` texts of a PNG by their keywords, read chunk by chunk. */
export function textsOf(png: Uint8Array): Record<string, string> {
  const bytes = Buffer.from(png);
  const texts: Record<string, string> = {};
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'iTXt') {
      const data = bytes.subarray(at + 8, at + 8 + length);
      const end = data.indexOf(0);
      // Behind the keyword: its end, two bytes of compression, two empty strings.
      texts[data.toString('latin1', 0, end)] = data.toString('utf8', end + 5);
    }
    at += length + 12;
  }
  return texts;
}
