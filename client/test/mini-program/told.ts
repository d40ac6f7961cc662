import { expect } from 'vitest';
import type { Phone } from './phone';

const ANSWER_MS = 45_000;
const SEND = '.composer [aria-label=发送]';

/** What people do and see in the mini-program. */
export const ask = async (phone: Phone, text: string): Promise<void> => {
  await phone.type('.composer-field', text);
  // A file may still be on its way.
  await expect.poll(() => phone.classes(SEND), { timeout: ANSWER_MS }).not.toContain('is-disabled');
  await phone.tap(SEND);
};

/** All that stands in the conversation. */
export const shown = async (phone: Phone): Promise<string> => (await phone.texts('.messages')).join('\n');

/** The text of the last answer, as far as it is shown. */
export const lastAnswer = async (phone: Phone): Promise<string> =>
  squeezed((await phone.texts('.answer .markdown')).at(-1) ?? '');

export const answered = (phone: Phone, count: number): Promise<void> =>
  expect.poll(async () => (await phone.texts('.answer-label')).length, { timeout: ANSWER_MS }).toBe(count);

export const seenIn = (phone: Phone, selector: string, text: string): Promise<void> =>
  expect
    .poll(async () => squeezed((await phone.texts(selector)).join('\n')), { timeout: ANSWER_MS })
    .toContain(squeezed(text));

export const seen = (phone: Phone, text: string): Promise<void> => seenIn(phone, '.page', text);

export const begins = (phone: Phone): Promise<void> =>
  expect.poll(async () => (await lastAnswer(phone)).length, { timeout: ANSWER_MS }).toBeGreaterThan(20);

/** Texts are compared without what a renderer may put between words. */
export const squeezed = (text: string): string => text.replace(/\s+/g, '');

/** What the program complained of. */
export const faults = (phone: Phone): Promise<string[]> => phone.run((program) => program.world.faults.all, null);

/** What the phone keeps, for the next start. */
export const storage = (phone: Phone): Promise<Record<string, string>> =>
  phone.run((program) => Object.fromEntries(program.world.storage), null);
