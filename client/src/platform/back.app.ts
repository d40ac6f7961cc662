interface BackKey {
  addEventListener(event: 'backbutton', run: () => void, capture: boolean): void;
  removeEventListener(event: 'backbutton', run: () => void): void;
}

declare const plus: { key: BackKey };

/** Makes Android's back key call `close`. Out: call it when what `close` closes was closed in another way. */
export function holdBack(close: () => void): () => void {
  const release = (): void => plus.key.removeEventListener('backbutton', came);
  const came = (): void => {
    release();
    close();
  };
  plus.key.addEventListener('backbutton', came, false);
  return release;
}
