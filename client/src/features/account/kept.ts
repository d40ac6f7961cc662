import * as v from 'valibot';
import { LOCALES } from '@/i18n';
import { readStored } from '@/platform/storage';
import { TEXT_SIZES } from '@/styles/text-size';
import type { ThemeChoice } from '@/styles/theme';

export const SETTINGS_KEY = 'account.settings';
export const SESSION_KEY = 'account.session';

const THEMES = ['system', 'light', 'dark'] as const satisfies ThemeChoice[];
const Settings = v.object({
  theme: v.picklist(THEMES),
  language: v.picklist(['system', ...LOCALES]),
  followUps: v.optional(v.boolean(), true),
  textSize: v.optional(v.picklist(TEXT_SIZES), 'system'),
  announce: v.optional(v.boolean(), true),
  haptics: v.optional(v.boolean(), true),
});

/** How this device was told to show the product; by its system where it was told nothing. */
export function keptSettings(): v.InferOutput<typeof Settings> {
  const kept = v.safeParse(Settings, readStored(SETTINGS_KEY));
  return kept.success ? kept.output : v.parse(Settings, { theme: 'system', language: 'system' });
}

/** The token of whoever used the product on this device last; null where nobody did. It may have ended. */
export function keptToken(): string | null {
  const kept = v.safeParse(v.object({ token: v.string() }), readStored(SESSION_KEY));
  return kept.success ? kept.output.token : null;
}
