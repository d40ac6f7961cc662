import * as v from 'valibot';
import { hasLoneSurrogate } from '../text';

/** The longest formula that is set, in UTF-16 units of LaTeX; a longer one is read as its source. */
export const FORMULA_MAX_UNITS = 2_000;
/** The most formulas set by one request. */
export const FORMULAS_MAX = 40;

/** A formula as a client asks for it. */
export const Formula = v.object({
  tex: v.pipe(
    v.string('tex must be a string'),
    v.minLength(1, 'tex is empty'),
    v.maxLength(FORMULA_MAX_UNITS, `tex is longer than ${FORMULA_MAX_UNITS}`),
    v.check((text) => !text.includes('\0') && !hasLoneSurrogate(text), 'tex has characters that are not text'),
  ),
  /** It stands on a line of its own. */
  display: v.boolean('display must be true or false'),
});
export type Formula = v.InferOutput<typeof Formula>;

/** `POST /api/formulas`: formulas as pictures, for clients that cannot set them. */
export const FormulasRequest = v.object({
  items: v.pipe(
    v.array(Formula, 'items must be a list'),
    v.minLength(1, 'items is empty'),
    v.maxLength(FORMULAS_MAX, `more than ${FORMULAS_MAX} items`),
  ),
});
export type FormulasRequest = v.InferOutput<typeof FormulasRequest>;

/** A formula as a picture; its sizes in em of the text around it. */
export const SetFormula = v.object({
  /** One `<svg>` in `currentColor` that refers to nothing outside of itself; its root starts with `<svg `. */
  svg: v.string(),
  width: v.number(),
  height: v.number(),
  /** How much of the height hangs below the line of the text. */
  depth: v.number(),
});
export type SetFormula = v.InferOutput<typeof SetFormula>;

/** Why there is no picture: it is no LaTeX that is known, it would be too large, or nothing sets formulas just now. */
export const formulaErrors = ['not_understood', 'too_large', 'unavailable'] as const;
export type FormulaError = (typeof formulaErrors)[number];

/** In the order of the request. */
export const FormulasReply = v.object({
  items: v.array(v.union([SetFormula, v.object({ error: v.picklist(formulaErrors) })])),
});
export type FormulasReply = v.InferOutput<typeof FormulasReply>;
