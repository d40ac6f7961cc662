import { openPrintDialog } from './print-dialog';
import './print-sheet.css';

/** Whether this device prints, or makes a PDF in doing so. */
export const canPrint: boolean = typeof window.print === 'function';

/** Ends the printing that may still be open. */
let endEarlier = (): void => undefined;

/** Prints the element with that id, and nothing else of the page. `title` is the name, and the metadata, of a PDF made of it. */
export function printElement(id: string, title: string): void {
  const element = document.getElementById(id);
  if (!element) return;
  endEarlier();
  const sheet = document.createElement('div');
  sheet.className = 'print-sheet theme-light';
  sheet.append(element.cloneNode(true));
  document.body.append(sheet);
  const before = document.title;
  document.title = title;
  document.documentElement.classList.add('is-printing');
  endEarlier = openPrintDialog(() => {
    document.title = before;
    document.documentElement.classList.remove('is-printing');
    sheet.remove();
  });
}
