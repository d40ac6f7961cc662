/** The UUID, version 4, made of 16 random bytes. */
export function uuidFrom(random: Uint8Array): string {
  const bytes = Array.from(random.slice(0, 16));
  const hex = bytes.map((byte, at) => versioned(byte, at).toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function versioned(byte: number, at: number): number {
  if (at === 6) return (byte & 0x0f) | 0x40;
  return at === 8 ? (byte & 0x3f) | 0x80 : byte;
}
