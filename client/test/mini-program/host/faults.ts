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
  if (what === undefined) return 'undefined';
  try {
    return JSON.stringify(what);
  } catch (error) {
    return `something that is no JSON (${String(error)})`;
  }
}
