import { holdBack } from './back';

/** One way out of a dialog. */
export interface DialogButton {
  words: string;
  /** It does what the dialog is about. */
  primary?: boolean;
  /** Runs at once when it is pressed: a browser opens windows only then. */
  run?: () => void;
}

export interface DialogWords {
  title: string;
  /** Its lines are shown as such. */
  text: string;
  /** An address, which may be long: only its beginning is shown. */
  address?: string;
  buttons: readonly DialogButton[];
}

/** So much of an address is shown, UTF-16 units. */
const SHOWN_UNITS = 240;

let asked = 0;

/**
 * Shows a window of the page's own over it, which has the focus until it is closed: by one of its buttons, by Esc, by "back", or by a
 * tap beside it. Then the focus goes back to where it was.
 *
 * @returns resolves once it is closed
 */
export function showDialog({ title, text, address = '', buttons }: DialogWords): Promise<void> {
  asked += 1;
  const dialog = make('dialog', 'web-dialog');
  const heading = make('h2', 'web-dialog-title', title);
  const words = make('p', 'web-dialog-text', text);
  const row = make('div', 'web-dialog-buttons');
  heading.id = `dialog-${asked}`;
  words.id = `dialog-${asked}-words`;
  dialog.setAttribute('aria-labelledby', heading.id);
  dialog.setAttribute('aria-describedby', words.id);
  row.append(...buttons.map((button) => buttonOf(button, dialog)));
  dialog.append(heading, words, ...(address === '' ? [] : [make('p', 'web-dialog-address', shortened(address))]), row);
  document.body.append(dialog);
  return new Promise((resolve) => {
    const close = (): void => dialog.close();
    const release = holdBack(close);
    // Beside the window lies the dialog itself.
    dialog.addEventListener('click', ({ target }) => target === dialog && close());
    // Esc closes it as well; a page's own handler for Esc is for what lies below.
    dialog.addEventListener('keydown', (event) => event.stopPropagation());
    dialog.addEventListener('close', () => {
      dialog.remove();
      release();
      resolve();
    });
    dialog.showModal();
  });
}

function buttonOf({ words, primary, run }: DialogButton, dialog: HTMLDialogElement): HTMLButtonElement {
  const button = make('button', `web-dialog-button${primary ? ' is-primary' : ''}`, words);
  button.type = 'button';
  button.addEventListener('click', () => {
    dialog.close();
    run?.();
  });
  return button;
}

function shortened(address: string): string {
  return address.length > SHOWN_UNITS ? `${address.slice(0, SHOWN_UNITS)}…` : address;
}

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, look: string, text = ''): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = look;
  element.textContent = text;
  return element;
}
