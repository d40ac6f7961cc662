/** How deep options may be nested, and how much may be in them. */
const DEEPEST = 16;
const MOST_VALUES = 20_000;
/** Keys of options that name an address, or what is not drawn here. */
const LEFT_OUT = new Set([
  'link',
  'sublink',
  'target',
  'subtarget',
  'image',
  'tooltip',
  'toolbox',
  'dataZoom',
  'graphic',
  'timeline',
  'media',
  'geo',
  'geo3D',
  'calendar',
  '__proto__',
  'constructor',
  'prototype',
]);
/** What stands for a picture or a path from elsewhere, or leads away. */
const ADDRESS = /^\s*(?:image:|path:|https?:|data:|blob:|javascript:|\/\/)/i;

/** What is drawn of a series; of others we have no code. */
const SERIES = ['line', 'bar', 'pie', 'scatter', 'radar', 'funnel', 'gauge'] as const;

export type Options = Record<string, unknown>;

/**
 * The options of a chart as data: no functions, for JSON has none, and no addresses.
 *
 * @throws Error where they are no object, too much, or of a series that is not drawn here
 */
export function chartOptions(source: string): Options {
  let values = 0;
  const clean = (value: unknown, depth: number): unknown => {
    values += 1;
    if (depth > DEEPEST || values > MOST_VALUES) throw new Error('too much for a chart');
    if (typeof value === 'string') return ADDRESS.test(value) ? '' : value;
    if (Array.isArray(value)) return value.map((each) => clean(each, depth + 1));
    if (!isRecord(value)) return value;
    const kept = Object.entries(value).filter(([key]) => !LEFT_OUT.has(key));
    return Object.fromEntries(kept.map(([key, each]) => [key, clean(each, depth + 1)]));
  };
  const options = clean(JSON.parse(source), 0);
  if (!isRecord(options)) throw new Error('options are an object');
  const series = seriesOf(options);
  if (series.length === 0 || !series.every(isDrawn)) throw new Error('no series that is drawn here');
  return options;
}

/** The series of a chart; one may stand without a list around it. */
export function seriesOf({ series }: Options): Options[] {
  return (Array.isArray(series) ? series : [series]).filter(isRecord);
}

const isDrawn = ({ type }: Options): boolean => SERIES.some((known) => known === type);

export function isRecord(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
