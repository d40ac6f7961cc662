import { readdirSync } from 'node:fs';
import { lintCypherQuery } from '@neo4j-cypher/language-support';
import { describe, expect, it } from 'vitest';
import { queryNames, readQueries } from '../../src/stores/queries';

const PROPERTIES = ['id', 'owner', 'name', 'type', 'alias', 'document', 'chunk', 'quote'];
/** Of what is handed in as rows, in place of the graph's own. */
const COLUMNS = [
  'document',
  'owner',
  'entity',
  'name',
  'kind',
  'alias',
  'relation',
  'head',
  'tail',
  'chunk',
  'quote',
  'place',
];
const PARAMETERS = {
  after: '',
  anyOwner: true,
  anyType: true,
  document: '',
  entities: [],
  limit: 1,
  others: [],
  owner: '',
  relations: [],
  rows: [],
  types: [],
  wanted: [],
};
const SCHEMA = {
  labels: ['Entity', 'Document'],
  relationshipTypes: ['RELATION', 'NAMED_IN'],
  propertyKeys: PROPERTIES,
  parameters: PARAMETERS,
};

/** What Neo4j's own language support finds wrong with a query, and names of properties that the graph has not. */
function faultsOf(query: string): string[] {
  const found = lintCypherQuery(query, SCHEMA).map(({ message }) => JSON.stringify(message));
  for (const [, of = '', property = ''] of query.matchAll(/\b(\w+)\.(\w+)/g)) {
    const known = of === 'row' || of === 'one' ? COLUMNS : PROPERTIES;
    if (!known.includes(property)) found.push(`${of} has no property ${property}`);
  }
  for (const [, map = ''] of query.matchAll(/\{([^{}]*)\}/g)) {
    for (const [, key = ''] of map.matchAll(/(\w+):\s/g)) {
      if (!PROPERTIES.includes(key)) found.push(`no property ${key}`);
    }
  }
  return found;
}

describe('the Cypher', () => {
  const queries = readQueries();

  it('is all there', () => {
    const files = readdirSync(new URL('../../src/stores/cypher', import.meta.url));
    expect(files.map((file) => file.replace(/\.cypher$/, '')).sort()).toEqual([...queryNames].sort());
  });

  it.each(queryNames)(
    '%s is good by Neo4j’s own grammar, with the labels, types, properties and parameters there are',
    (name) => {
      expect(faultsOf(queries[name])).toEqual([]);
    },
  );

  it.each(queryNames.filter((name) => !/^(?:put|remove|constrain|index)/.test(name)))(
    '%s only reads, and so much',
    (name) => {
      expect(queries[name]).not.toMatch(/\b(?:CREATE|MERGE|SET|DELETE|REMOVE|CALL|LOAD|FOREACH|DROP)\b/i);
      expect(queries[name]).toMatch(/\bLIMIT (?:\$limit|1)\b/);
    },
  );

  it.each([
    ['a broken text', 'MATCH (e:Entity RETURN e'],
    ['a variable that is not there', 'MATCH (e:Entity) RETURN f'],
    ['another label', 'MATCH (e:Entiti) RETURN e'],
    ['another type', 'MATCH (:Entity)-[r:KNOWS]->() RETURN r'],
    ['another property', 'MATCH (e:Entity) WHERE e.nam = 1 RETURN e'],
    ['another property in a map', 'MATCH (e:Entity {nam: 1}) RETURN e'],
    ['another parameter', 'MATCH (e:Entity {id: $nope}) RETURN e'],
    ['what is not Neo4j’s', 'MATCH p = (a:Entity)-[:RELATION* TRAIL 1..2]->(b:Entity) RETURN p'],
  ])('would not pass with %s', (_, query) => {
    expect(faultsOf(query)).not.toEqual([]);
  });
});
