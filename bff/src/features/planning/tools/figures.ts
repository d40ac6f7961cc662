import { Decimal } from 'decimal.js';

/** What is wrong with a calculation, in words for the model. */
export class CalculationError extends Error {
  override readonly name = 'CalculationError';
}

/** Digits that results are exact to, and the largest powers of ten on the way. */
const DIGITS = 60;
/** Digits that are told of a result that has no end. */
const TOLD = 20;
const EXPONENT_MAX = 1000;
/** Largest exponent of a power. */
const POWER_MAX = 10_000;

/** Numbers of its own settings: nobody else's change. */
const Exact = Decimal.clone({
  precision: DIGITS,
  rounding: Decimal.ROUND_HALF_UP,
  maxE: EXPONENT_MAX,
  minE: -EXPONENT_MAX,
  toExpNeg: -30,
  toExpPos: DIGITS,
});
export type Figure = Decimal;

/** The number that `digits` says, such as 1234.5 or 1e6. Throws CalculationError. */
export function figureOf(digits: string): Figure {
  return checked(new Exact(digits));
}

export const operators = {
  '+': (a: Figure, b: Figure) => checked(a.plus(b)),
  '-': (a: Figure, b: Figure) => checked(a.minus(b)),
  '*': (a: Figure, b: Figure) => checked(a.times(b)),
  '/': (a: Figure, b: Figure) => checked(a.div(divisor(b))),
  mod: (a: Figure, b: Figure) => checked(a.mod(divisor(b))),
  '^': power,
} satisfies Record<string, (a: Figure, b: Figure) => Figure>;
export type Operator = keyof typeof operators;

/** Each takes as many numbers as its pair says, from and to. */
const functions: Record<string, [least: number, most: number, (given: Figure[]) => Figure]> = {
  sqrt: [1, 1, ([a = zero]) => root(a)],
  abs: [1, 1, ([a = zero]) => a.abs()],
  round: [1, 2, ([a = zero, places = zero]) => a.toDecimalPlaces(placesOf(places))],
  floor: [1, 1, ([a = zero]) => a.floor()],
  ceil: [1, 1, ([a = zero]) => a.ceil()],
  min: [1, Infinity, (given) => Exact.min(...given)],
  max: [1, Infinity, (given) => Exact.max(...given)],
};
const zero = new Exact(0);

/** What the function `name` makes of these numbers. Throws CalculationError. */
export function call(name: string, given: Figure[]): Figure {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!found)
    throw new CalculationError(`there is no function ${name}; there are ${Object.keys(functions).join(', ')}`);
  const [least, most, work] = found;
  if (given.length < least || given.length > most) {
    throw new CalculationError(`${name} does not take ${given.length} number(s)`);
  }
  return checked(work(given));
}

export function negated(figure: Figure): Figure {
  return figure.negated();
}

export function hundredth(figure: Figure): Figure {
  return checked(figure.div(100));
}

/** A number as people write it, without a sign at nothing; one that goes on and on in short. */
export function written(figure: Figure): string {
  if (figure.isZero()) return '0';
  return (figure.precision() < DIGITS ? figure : figure.toSignificantDigits(TOLD)).toString();
}

function checked(figure: Figure): Figure {
  if (figure.isFinite()) return figure;
  throw new CalculationError(figure.isNaN() ? 'it has no result' : 'the numbers are too large');
}

function divisor(figure: Figure): Figure {
  if (figure.isZero()) throw new CalculationError('it divides by zero');
  return figure;
}

function root(figure: Figure): Figure {
  if (figure.isNegative() && !figure.isZero()) throw new CalculationError('a negative number has no square root');
  return figure.sqrt();
}

function placesOf(places: Figure): number {
  if (!places.isInteger() || places.lt(0) || places.gt(DIGITS)) {
    throw new CalculationError(`places to round to are a whole number from 0 to ${DIGITS}`);
  }
  return places.toNumber();
}

function power(base: Figure, exponent: Figure): Figure {
  if (exponent.abs().gt(POWER_MAX)) throw new CalculationError(`an exponent is beyond ${POWER_MAX}`);
  if (base.isZero() && exponent.lt(0)) throw new CalculationError('it divides by zero');
  return checked(base.pow(exponent));
}
