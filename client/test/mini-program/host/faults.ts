/** What went wrong while a program ran: each makes its test fail. */
export class Faults {
  readonly all: string[] = [];

  add(kind: string, what: unknown): void {
    this.all.push(`${kind}: ${inWords(what)}`);
  }
}

export function inWords(what: unknown): string {
  if (what instanceof Error) return what.stack ?? what.message;
  if (typeof what === 'string') return what;
  try {
    return JSON.stringify(what) ?? String(what);
  } catch (error) {
    return `${String(what)} (${String(error)})`;
  }
}
