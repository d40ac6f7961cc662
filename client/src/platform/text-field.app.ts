/** The field cannot be read from here; what its events told holds. */
export function readField(hostId: string): null {
  void hostId;
  return null;
}

/** Nothing to do: the field follows its value. */
export function writeField(hostId: string, text: string): void {
  void hostId;
  void text;
}

/** Nothing to do: a keyboard comes up with a tap on the field. */
export function focusField(hostId: string): void {
  void hostId;
}
