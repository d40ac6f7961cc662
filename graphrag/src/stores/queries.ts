import { readFileSync } from 'node:fs';

/** Each is a file of the folder `cypher`, with parameters only: nothing is ever put together. */
export const queryNames = [
  'constrain-entities',
  'constrain-documents',
  'constrain-relations',
  'index-relations-by-chunk',
  'index-relations-by-document',
  'entities',
  'names',
  'relations-out',
  'relations-in',
  'relations-out-to',
  'relations-in-from',
  'relations-told',
  'relations-of-document',
  'names-of-document',
  'count-entities',
  'count-relations',
  'put-names',
  'put-relations',
  'remove-relations',
  'remove-names',
  'remove-some-relations',
  'remove-some-names',
  'remove-lonely-entities',
  'remove-document',
] as const;
export type QueryName = (typeof queryNames)[number];

/** The texts, from the folder beside this module or beside the bundle that it is in. Throws where one is missing. */
export function readQueries(): Record<QueryName, string> {
  const texts = queryNames.map((name) => [
    name,
    readFileSync(new URL(`./cypher/${name}.cypher`, import.meta.url), 'utf8'),
  ]);
  return Object.fromEntries(texts) as Record<QueryName, string>;
}
