/** Something that waits until it is told to go on, for a model that is to be held until its answer is followed, say. */
export interface Gate {
  opened: Promise<void>;
  open(): void;
}

export function closedGate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
