import { call, CalculationError, figureOf, hundredth, negated, operators, written } from './figures';
import type { Figure, Operator } from './figures';
import { symbolsOf, type Symbol } from './symbols';

/** Parentheses, signs and powers within one another. */
const DEPTH_MAX = 50;

/** What came of it: `text` is the number, or what is wrong, in words for the model. */
export interface Calculated {
  ok: boolean;
  text: string;
}

/**
 * Calculates a term exactly, to 60 digits: + - * / ^ mod, percent, parentheses, sqrt abs round floor ceil min max, also in the signs
 * of Chinese texts. `%` behind a number is a hundredth, between two numbers the remainder. Bounded in length, depth and size; never
 * throws.
 */
export function calculate(term: string): Calculated {
  try {
    return { ok: true, text: written(new Term(symbolsOf(term)).value()) };
  } catch (error) {
    if (error instanceof CalculationError) return { ok: false, text: `This cannot be calculated: ${error.message}.` };
    return { ok: false, text: 'This cannot be calculated.' };
  }
}

/** By precedence: sums of products of signed powers. */
class Term {
  #at = 0;
  #depth = 0;

  constructor(private readonly symbols: readonly Symbol[]) {}

  value(): Figure {
    const value = this.#sum();
    const rest = this.symbols[this.#at];
    if (rest) throw new CalculationError(`"${rest.text}" is not expected there`);
    return value;
  }

  #sum(): Figure {
    return this.#chain(['+', '-'], () => this.#product());
  }

  #product(): Figure {
    return this.#chain(['*', '/', 'mod'], () => this.#signed());
  }

  #chain(of: readonly Operator[], part: () => Figure): Figure {
    let value = part();
    for (;;) {
      const operator = of.find((each) => this.#takes(each));
      if (!operator) return value;
      value = operators[operator](value, part());
    }
  }

  /** A sign stands before a power: -2^2 is -4. */
  #signed(): Figure {
    return this.#deeper(() => {
      if (this.#takes('-')) return negated(this.#signed());
      if (this.#takes('+')) return this.#signed();
      return this.#power();
    });
  }

  /** From the right: 2^3^2 is 2^9. */
  #power(): Figure {
    const base = this.#percents(this.#single());
    return this.#takes('^') ? operators['^'](base, this.#signed()) : base;
  }

  #percents(value: Figure): Figure {
    let result = value;
    while (this.#takes('%')) result = hundredth(result);
    return result;
  }

  #single(): Figure {
    const symbol = this.symbols[this.#at];
    if (!symbol) throw new CalculationError('it ends too early');
    this.#at += 1;
    if (symbol.kind === 'number') return figureOf(symbol.text);
    if (symbol.kind === 'name') return call(symbol.text, this.#given(symbol.text));
    if (symbol.text === '√') return call('sqrt', [this.#single()]);
    if (symbol.text !== '(') throw new CalculationError(`"${symbol.text}" is not expected there`);
    const inside = this.#deeper(() => this.#sum());
    this.#close();
    return inside;
  }

  #given(name: string): Figure[] {
    if (!this.#takes('(')) throw new CalculationError(`behind ${name} stands no "("`);
    const given = [this.#deeper(() => this.#sum())];
    while (this.#takes(',')) given.push(this.#deeper(() => this.#sum()));
    this.#close();
    return given;
  }

  #close(): void {
    if (!this.#takes(')')) throw new CalculationError('a ")" is missing');
  }

  #takes(text: string): boolean {
    const symbol = this.symbols[this.#at];
    if (symbol?.kind !== 'sign' || symbol.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #deeper(work: () => Figure): Figure {
    this.#depth += 1;
    if (this.#depth > 2 * DEPTH_MAX) throw new CalculationError('it is nested too deeply');
    const value = work();
    this.#depth -= 1;
    return value;
  }
}
