import type { Program } from './host/program';
import type { WorldFile, WorldOptions } from './host/world';

/** What a test can do with a phone that runs the mini-program, in a real browser or an imitated page. */
export interface Phone {
  /** Runs in the page of the program; what goes in and out must be JSON. */
  run<A, R>(work: (program: Program, argument: A) => R, argument: A): Promise<R>;
  /** Taps the first visible element that fits a CSS selector and has the text. */
  tap(selector: string, text?: string): Promise<void>;
  longPress(selector: string, text?: string): Promise<void>;
  /** A finger is put down a third of the screen from above and draws the page down by so many px. */
  draw(byPx: number): Promise<void>;
  /** Types into the field inside of the element. */
  type(selector: string, text: string): Promise<void>;
  /** The visible text of all elements that fit. */
  texts(selector: string): Promise<string[]>;
  /** The classes of the first element that fits. */
  classes(selector: string): Promise<string>;
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface PhoneOptions {
  /** Where the server is. */
  server: string;
  storage?: Record<string, string>;
  device?: WorldOptions['device'];
  person?: WorldOptions['person'];
  launch?: Parameters<Program['launch']>[0];
}

/** The domain that the mini-program is built for; the phone finds the test's server behind it. */
export const DOMAIN = 'huati.example.com';

export function worldOf({ server, storage, device, person }: PhoneOptions): Omit<WorldOptions, 'pack' | 'net'> {
  return {
    domains: { [DOMAIN]: server },
    ...(storage && { storage }),
    ...(device && { device }),
    ...(person && { person }),
  };
}

/** What the person will pick when the program asks for a file. */
export function pick(phone: Phone, files: WorldFile[]): Promise<void> {
  return phone.run((program, picked) => void (program.world.person.picks = picked), files);
}
