import * as v from 'valibot';
import { hasLoneSurrogate } from '../text';
import { SYSTEM_PROMPT_MAX } from '../topics/topic';

export const ROLE_NAME_MAX = 60;
export const ROLE_DESCRIPTION_MAX = 200;

const words = (name: string, max: number) =>
  v.pipe(
    v.string(`${name} must be a string`),
    v.trim(),
    v.maxLength(max, `${name} is longer than ${max}`),
    v.check((text) => !text.includes('\0') && !hasLoneSurrogate(text), `${name} has characters that are not text`),
  );

/**
 * `POST /api/roles`, `PUT /api/roles/:id`: a prompt template. What stands as `{{name}}` in `prompt` is asked for in a form
 * when the role is used.
 */
export const RoleDraft = v.object({
  name: v.pipe(words('name', ROLE_NAME_MAX), v.minLength(1, 'name is empty')),
  description: v.optional(words('description', ROLE_DESCRIPTION_MAX), ''),
  prompt: v.pipe(words('prompt', SYSTEM_PROMPT_MAX), v.minLength(1, 'prompt is empty')),
});
export type RoleDraft = v.InferOutput<typeof RoleDraft>;

/** Something asked for when a role is used: `choices` to take from, or a text; `initial` stands there at first. */
export const RoleVariable = v.object({
  name: v.string(),
  label: v.string(),
  initial: v.optional(v.string()),
  choices: v.optional(v.array(v.string())),
});
export type RoleVariable = v.InferOutput<typeof RoleVariable>;

/** A role as the list gives it; `own`: made by this user, and theirs to change. */
export const Role = v.object({
  id: v.string(),
  name: v.string(),
  description: v.string(),
  prompt: v.string(),
  variables: v.array(RoleVariable),
  own: v.boolean(),
});
export type Role = v.InferOutput<typeof Role>;

export const Roles = v.object({ items: v.array(Role), nextCursor: v.null() });

/** `GET /api/roles`: in which language the library is to be. */
export const RolesQuery = v.object({
  lang: v.optional(v.picklist(['zh', 'en'], 'lang must be zh or en'), 'zh'),
});
export type RolesQuery = v.InferOutput<typeof RolesQuery>;

const PLACE = /\{\{\s*([\p{L}\p{N}_ -]{1,40}?)\s*\}\}/gu;

/** The names of what `prompt` asks for, each once, in order. */
export function placesOf(prompt: string): string[] {
  return [...new Set(Array.from(prompt.matchAll(PLACE), ([, name = '']) => name))];
}

/** `prompt` with `values` in their places; a place without a value stays as it is. */
export function fillIn(prompt: string, values: Readonly<Record<string, string>>): string {
  return prompt.replace(PLACE, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name]?.trim() : undefined;
    return value === undefined || value === '' ? whole : value;
  });
}
