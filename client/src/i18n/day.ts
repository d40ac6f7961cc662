/** The day of a time in ISO 8601, as the clock of this device has it: `2026-11-21`. For files, where days are compared. */
export function localDay(time: string): string {
  const at = new Date(time);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
