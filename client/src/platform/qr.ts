/** A QR code with `text` as the address of a picture. Loaded when it is first needed. */
export async function qrPicture(text: string): Promise<string> {
  const { renderSVG } = await import('./qr-code');
  return `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { border: 2 }))}`;
}
