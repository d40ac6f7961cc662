import type { ToolCall } from './model';

/** A part of a call as it is streamed. Endpoints differ in which of the fields they repeat, and some send a call whole. */
export interface CallPiece {
  kind: 'call-piece';
  index: number | undefined;
  id: string;
  name: string;
  arguments: string;
}

/** Calls of one round, and the length of what one is called with, in UTF-16 units: what is beyond is not taken. */
const CALLS_MAX = 16;
const ARGUMENTS_MAX = 16_000;

interface Growing extends ToolCall {
  index: number | undefined;
}

/** Puts calls together that come in pieces. */
export class Calls {
  readonly #calls: Growing[] = [];

  add({ index, id, name, arguments: piece }: CallPiece): void {
    const call = this.#callOf(index, id, name) ?? this.#begin(index);
    if (!call) return;
    call.id ||= id;
    call.name ||= name;
    call.arguments = (call.arguments + piece).slice(0, ARGUMENTS_MAX);
  }

  /** All calls, whole, each with an id, and none any more. */
  take(): ToolCall[] {
    const calls = this.#calls.splice(0);
    return calls
      .filter(({ name }) => name !== '')
      .map(({ id, name, arguments: all }, at) => ({ id: id === '' ? `call_${at + 1}` : id, name, arguments: all }));
  }

  /** The one that a piece belongs to: endpoints that count wrongly tell a new call by another id. */
  #callOf(index: number | undefined, id: string, name: string): Growing | undefined {
    const last = this.#calls.at(-1);
    const found = index === undefined ? last : this.#calls.findLast((call) => call.index === index);
    const another = id !== '' && found?.id !== '' && found?.id !== id;
    // Without an id and an index, a name is where a call begins.
    const begins = index === undefined && id === '' && name !== '';
    return another || begins ? undefined : found;
  }

  #begin(index: number | undefined): Growing | undefined {
    if (this.#calls.length >= CALLS_MAX) return undefined;
    const call = { index, id: '', name: '', arguments: '' };
    this.#calls.push(call);
    return call;
  }
}
