import * as v from 'valibot';
import { hasLoneSurrogate } from '../text';

export const TEMPLATE_NAME_MAX = 40;
/** UTF-16 units; a question takes somewhat more than twice as many. */
export const TEMPLATE_TEXT_MAX = 4_000;
/** Templates of one user; the list is one page. */
export const TEMPLATES_MAX = 100;

const words = (name: string, max: number) =>
  v.pipe(
    v.string(`${name} must be a string`),
    v.trim(),
    v.minLength(1, `${name} is empty`),
    v.maxLength(max, `${name} is longer than ${max}`),
    v.check((text) => !text.includes('\0') && !hasLoneSurrogate(text), `${name} has characters that are not text`),
  );

/** `PUT /api/templates/:id`: words to begin a question with. What stands as `{name}` in `text` is to be replaced by hand. */
export const TemplateDraft = v.object({
  name: words('name', TEMPLATE_NAME_MAX),
  text: words('text', TEMPLATE_TEXT_MAX),
});
export type TemplateDraft = v.InferOutput<typeof TemplateDraft>;

/** The id of a template is a UUID that the client made, so that keeping it twice, or again after its deletion, is one thing. */
export const TemplateId = v.pipe(v.string(), v.uuid('the id must be a UUID'), v.toLowerCase());

export const Template = v.object({ id: v.string(), ...TemplateDraft.entries });
export type Template = v.InferOutput<typeof Template>;

/** `GET /api/templates`: the user's own, the one changed last first. */
export const Templates = v.object({ items: v.array(Template), nextCursor: v.null() });
