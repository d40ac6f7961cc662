declare module 'punycode.js' {
  /** A host with the letters that its coded parts stand for. Throws a RangeError where such a part stands for none. */
  export function toUnicode(host: string): string;
}
