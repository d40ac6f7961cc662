import { vi } from 'vitest';

/** Less than a test may take; a machine that does much else at once needs seconds for what takes milliseconds. */
const PATIENT_MS = 30_000;

// By itself Vitest waits for a second, which is a claim about time that hardly any test makes.
const { waitFor } = vi;
vi.waitFor = (check, options) =>
  waitFor(check, typeof options === 'number' ? options : { timeout: PATIENT_MS, ...options });
