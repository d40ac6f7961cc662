/** A file that a person chose. */
export interface PickedFile {
  name: string;
  bytes: number;
  /** Where it lies on the device; in a browser an address by which a picture of it can be shown. */
  path: string;
  picture: boolean;
  /** In a browser: the file itself. */
  file?: File | undefined;
}

/** Why a person could choose nothing, or the device could not do what was asked. */
export type Denial = 'permission' | 'privacy' | 'other';

/** What was chosen; nothing, where the person thought better of it. */
export interface Picked {
  files: PickedFile[];
  denied: Denial | null;
}

/** What uni's `errMsg` tells of a refusal; null where the person cancelled. */
export function denialOf(errMsg: string): Denial | null {
  if (/cancel/i.test(errMsg)) return null;
  if (/privacy|api scope is not declared/i.test(errMsg)) return 'privacy';
  if (/auth|permission|denied|deny/i.test(errMsg)) return 'permission';
  return 'other';
}

/** Nothing was chosen, and why. */
export function nothingPicked({ errMsg }: { errMsg: string }): Picked {
  return { files: [], denied: denialOf(errMsg) };
}
