/** Where the page that takes a code is; what stands before it may be any deployment's own address. */
const TAKES = /\/pages\/chat\/index\?(?:[^#]*&)?handoff=([\w-]{16,64})(?:&|$)/;

/** The code in the address that another device shows; null where that is another address. */
export function codeIn(address: string): string | null {
  return TAKES.exec(address)?.[1] ?? null;
}
