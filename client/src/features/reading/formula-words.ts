import { t } from '@/i18n';

/** A formula longer than this is not read out: nobody follows it by ear; UTF-16 units. */
const MAX_UNITS = 40;

/** What is said for commands and signs; what stands for nothing is not said. */
const SIGNS = (): Record<string, string> => ({
  '+': t('reading.plus'),
  '-': t('reading.minus'),
  '=': t('reading.equals'),
  '<': t('reading.less'),
  '>': t('reading.more'),
  '/': t('reading.over'),
  '\\times': t('reading.times'),
  '\\cdot': t('reading.times'),
  '\\div': t('reading.over'),
  '\\le': t('reading.atMost'),
  '\\leq': t('reading.atMost'),
  '\\ge': t('reading.atLeast'),
  '\\geq': t('reading.atLeast'),
  '\\ne': t('reading.unequal'),
  '\\neq': t('reading.unequal'),
  '\\approx': t('reading.about'),
  '\\infty': t('reading.infinity'),
  '\\pm': t('reading.plusMinus'),
  '\\left': '',
  '\\right': '',
  '\\,': '',
  '\\;': '',
  '\\ ': '',
});
const LETTER =
  /^\\(alpha|beta|gamma|delta|epsilon|theta|lambda|mu|pi|rho|sigma|tau|phi|omega|Delta|Sigma|Omega|sin|cos|tan|log|ln|lim|max|min)$/;
const PARTS = /\\[a-zA-Z]+|\\[^a-zA-Z]|[a-zA-Z]|\d+(?:\.\d+)?|[^\s]/g;

/** A short formula in words; one that is long or has more to it is only said to be there. */
export function formulaWords(tex: string): string {
  const words = tex.length <= MAX_UNITS ? inWords(withWords(tex)) : undefined;
  return words ?? t('reading.formula');
}

/** Fractions, roots and powers as words between quotes, which no formula has. */
function withWords(tex: string): string {
  return tex
    .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, (_, over: string, under: string) =>
      quoted(t('reading.fraction', { over: inWords(over) ?? over, under: inWords(under) ?? under })),
    )
    .replace(/\\sqrt\s*\{([^{}]*)\}/g, (_, of: string) => quoted(t('reading.root', { of: inWords(of) ?? of })))
    .replace(/\^\s*(?:\{([^{}]*)\}|(\w))/g, (_, many: string | undefined, one: string | undefined) =>
      power(many ?? one ?? ''),
    )
    .replace(/_\s*(?:\{([^{}]*)\}|(\w))/g, (_, many: string | undefined, one: string | undefined) =>
      quoted(inWords(many ?? one ?? '') ?? ''),
    )
    .replace(/\\(?:text|mathrm|mathbf)\s*\{([^{}]*)\}/g, (_, words: string) => quoted(words));
}

function power(of: string): string {
  if (of === '2') return quoted(t('reading.squared'));
  if (of === '3') return quoted(t('reading.cubed'));
  return quoted(t('reading.power', { n: inWords(of) ?? of }));
}

function quoted(words: string): string {
  return `"${words.replace(/"/g, ' ')}"`;
}

/** Out: undefined where something in it has no words. */
function inWords(tex: string): string | undefined {
  const signs = SIGNS();
  const said: string[] = [];
  for (const [at, part] of tex.split('"').entries()) {
    if (at % 2 === 1) {
      said.push(part);
      continue;
    }
    for (const [sign] of part.matchAll(PARTS)) {
      const letter = LETTER.exec(sign)?.[1];
      const known = signs[sign] ?? letter ?? (/^[\p{L}\p{N}.,()|]+$/u.test(sign) ? sign : undefined);
      if (known === undefined) return undefined;
      said.push(known);
    }
  }
  return said.filter(Boolean).join(' ');
}
