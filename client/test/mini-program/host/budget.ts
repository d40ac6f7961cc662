/** One call of setData: when (ms), how much (bytes of JSON in UTF-8), and whose. */
export interface SetDataCall {
  at: number;
  bytes: number;
  component: string;
}

/** What crossed from a program's logic to its view. */
export class Budget {
  readonly calls: SetDataCall[] = [];

  /** Notes a call. Out: the data as the view receives it: through JSON, without what that cannot carry. */
  cross(component: string, data: object): Record<string, unknown> {
    const json = JSON.stringify(data);
    this.calls.push({ at: Date.now(), bytes: new TextEncoder().encode(json).length, component });
    return JSON.parse(json) as Record<string, unknown>;
  }
}
