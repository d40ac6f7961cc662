import type { Place } from '@huati/shared';

/** Whose knowledge it is: '' is the organisation's, for everybody; else it is found for that person only. */
export type Owner = string;

/** Of whom something may be found: the organisation's own and what belongs to `owner`. */
export interface Viewer {
  owner: Owner;
}

/** A part of a document that is found as a whole. `id` is `DOCUMENT#N`, `n` counts from 1 in reading order. */
export interface Chunk {
  id: string;
  documentId: string;
  owner: Owner;
  n: number;
  title: string;
  text: string;
  place: Place;
}

/** A name that a document gives an entity. The entity's id follows from its main name: see `entityIdOf`. */
export interface EntityFact {
  documentId: string;
  owner: Owner;
  entityId: string;
  name: string;
  /** By the schema, or `''`: nobody said. */
  type: string;
  aliases: readonly string[];
}

/**
 * A relation that a document tells, once for each chunk that says it. `id` is the same for the same document, chunk, ends and type.
 * `chunkId` is '' where it came from data; `quote` are the chunk's own words.
 */
export interface RelationFact {
  id: string;
  documentId: string;
  owner: Owner;
  source: string;
  type: string;
  target: string;
  chunkId: string;
  quote: string;
}

/** All that one chunk, or one row of data, adds to the graph. */
export interface Facts {
  entities: readonly EntityFact[];
  relations: readonly RelationFact[];
}

/** An entity as it stands now, of all documents that the viewer may see. */
export interface Entity {
  id: string;
  name: string;
  type: string;
}

/** What a name stands for. `alias`: it is not the entity's main name. */
export interface NameOfEntity {
  name: string;
  entityId: string;
  owner: Owner;
  alias: boolean;
}
