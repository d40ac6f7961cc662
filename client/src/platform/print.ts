import { picturesThere, readyForPaper } from './paper';
import { openPrintDialog } from './print-dialog';
import './print-sheet.css';

/** Whether this device prints, or makes a PDF in doing so. */
export const canPrint: boolean = typeof window.print === 'function';

/** Ends the printing that may still be open. */
let endEarlier = (): void => undefined;
let asked = 0;

/**
 * Prints the element with that id, and nothing else of the page, once all in it is drawn. `title` is the name, and the metadata, of
 * a PDF made of it. Asked again meanwhile, it prints once.
 */
export async function printElement(id: string, title: string): Promise<void> {
  const element = document.getElementById(id);
  if (!element) return;
  endEarlier();
  asked += 1;
  const mine = asked;
  await readyForPaper(element);
  const sheet = document.createElement('div');
  sheet.className = 'print-sheet theme-light';
  sheet.append(element.cloneNode(true));
  await picturesThere(sheet);
  // Closed in the meantime, or asked for again.
  if (mine !== asked || !element.isConnected) return;
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
