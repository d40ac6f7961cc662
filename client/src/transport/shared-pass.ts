/** The header that opens a share with a password; none without a pass. */
export function passHeader(pass: string | undefined): Record<string, string> {
  return pass === undefined ? {} : { 'X-Share-Pass': pass };
}
