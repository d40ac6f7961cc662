import type { IncomingMessage } from 'node:http';

/** After so long without a byte a request's body is given up, in ms. */
export const STALL_MS = 60_000;

/** Ends the connection of a request whose body stops coming for `ms`. */
export function endStalled(req: IncomingMessage, ms = STALL_MS): void {
  req.setTimeout(ms, () => req.destroy());
  // What is done with it afterwards may take longer, and the connection may carry other requests.
  const rest = (): void => {
    req.off('end', rest).off('close', rest);
    req.setTimeout(0);
  };
  req.on('end', rest).on('close', rest);
}

/** Lets the rest of a body pass, so that its sender gets to read why it was refused; but not for ever. */
export function letPass(req: IncomingMessage, ms = STALL_MS): void {
  if (req.complete || req.destroyed) return;
  req.resume();
  const timer = setTimeout(() => req.destroy(), ms);
  timer.unref();
  req.once('close', () => clearTimeout(timer));
}
