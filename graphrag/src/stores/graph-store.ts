import type { Entity, Facts, NameOfEntity, Owner, RelationFact, Viewer } from '../domain';

/** What a document tells. */
export interface Telling {
  /** The ids of its relations. */
  relations: ReadonlySet<string>;
  /** Its names of entities, by `namingKey`. */
  namings: ReadonlySet<string>;
}

/**
 * Which relations are wanted: those that touch `entityIds`, of `types` (undefined: of any), and at their other end one of
 * `otherIds` (undefined: whatever it is).
 */
export interface RelationsWanted {
  entityIds: readonly string[];
  otherIds?: readonly string[] | undefined;
  types?: readonly string[] | undefined;
  /** `out`: those that begin there; `in`: those that end there. */
  direction: 'out' | 'in' | 'both';
  viewer: Viewer;
  /** The most rows; which are given where there are more is the same every time. */
  limit: number;
  signal?: AbortSignal | undefined;
}

/**
 * Entities and relations, by named operations only: no store takes a query as text. Reading operations never write. All reject
 * where the store cannot be reached, or `signal` is aborted.
 */
export interface GraphStore {
  /** For people: `memory` or `neo4j`. */
  readonly kind: string;
  /** Adds what was found; the same again changes nothing, and a relation of the same id has the later quote. */
  put(facts: Facts): Promise<void>;
  /** Takes away all that this document alone has told. */
  removeDocument(documentId: string): Promise<void>;
  /** Takes away what this document has told and does not tell any more: all but `still`. Whether there was anything of it. */
  retain(documentId: string, still: Telling): Promise<boolean>;
  /** Every name that is known, of whomever. */
  names(): AsyncIterable<NameOfEntity>;
  /** Those of the entities that the viewer may see, in the order of `ids`. */
  entities(ids: readonly string[], viewer: Viewer): Promise<Entity[]>;
  relations(wanted: RelationsWanted): Promise<RelationFact[]>;
  /** The relations that these chunks tell and the viewer may see, in the order of `chunkIds`; at most `limit`. */
  told(chunkIds: readonly string[], viewer: Viewer, limit: number, signal?: AbortSignal): Promise<RelationFact[]>;
  /** Entities and relations in all, of one owner or of all. */
  counts(owner?: Owner): Promise<{ entities: number; relations: number }>;
  /** Rejects where the store cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
