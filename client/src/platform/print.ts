import './print-sheet.css';

/** Whether this device prints, or makes a PDF in doing so. */
export const canPrint: boolean = typeof window.print === 'function';

/** Prints the element with that id, and nothing else of the page. `title` is the name, and the metadata, of a PDF made of it. */
export function printElement(id: string, title: string): void {
  const element = document.getElementById(id);
  if (!element) return;
  const sheet = document.createElement('div');
  sheet.className = 'print-sheet theme-light';
  sheet.append(element.cloneNode(true));
  document.body.append(sheet);
  const before = document.title;
  document.title = title;
  document.documentElement.classList.add('is-printing');
  // Safari returns at once, and tells only so that it has printed.
  window.addEventListener(
    'afterprint',
    () => {
      document.title = before;
      document.documentElement.classList.remove('is-printing');
      sheet.remove();
    },
    { once: true },
  );
  window.print();
}
