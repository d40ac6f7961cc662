import { Failure } from '../../failure';

/** Throws `too_large` where files of `used` bytes are more than `quotaBytes`; 0: no limit. */
export function assertWithin(quotaBytes: number, used: number): void {
  if (quotaBytes === 0 || used <= quotaBytes) return;
  throw new Failure(
    'too_large',
    `all your files may have ${quotaBytes} bytes together, and with this one they have ${used}: delete some first`,
  );
}
