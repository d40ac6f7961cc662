import { localDay } from './day';

/** Whether this runtime can write numbers and days as a language does; engines of some phones cannot. */
const CAN_FORMAT = typeof Intl === 'object' && typeof Intl.DateTimeFormat === 'function';

/** `{name}` is replaced by a value, `{n|topic|topics}` by the first word where the value is one, else by the second. */
const PLACE = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;

/** A text with its values. A place that has no value stays as it is. */
export function filled(text: string, values: Record<string, string | number>): string {
  return text.replace(PLACE, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one === undefined || many === undefined) return String(value);
    // As English counts. Numbers may come with their commas already.
    return String(value) === '1' ? one : many;
  });
}

/** A whole number with a comma at each thousand, as both languages write it. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The day of a time in ISO 8601, on this device's clock, in the words of `language`: `2026年11月21日`, `Nov 21, 2026`. */
export function dayWords(time: string, language: string): string {
  if (CAN_FORMAT) return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(time));
  return localDay(time);
}
