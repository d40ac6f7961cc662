import { copyText } from './clipboard';
import type { Content } from './selected-text';
import type { Selected } from './selection';

/** What is selected where it stands is known to nobody but the phone: a sheet of its own has the texts. */
export const selectsInPlace: boolean = false;

/** Nothing is told of here. */
export function watchSelection(report: (selected: Selected | null) => void): () => void {
  return () => report(null);
}

/** Copies the text. Out: whether it worked. */
export function copyContent({ text }: Content): Promise<boolean> {
  return copyText(text);
}
