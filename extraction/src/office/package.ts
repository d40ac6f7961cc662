import { posix } from 'node:path';
import { eachElement, type Element } from '../xml';
import type { Zip } from '../zip';

/** What one part of an office file refers to: the part's path and what it is, by the reference's id. */
export type Relations = Map<string, { type: string; path: string }>;

/** The last word of the relation to the part that a file is about. */
const MAIN = 'officeDocument';

/** What the part `path` refers to inside of its file; empty where it refers to nothing. Throws `Unreadable`. */
export async function relationsOf(zip: Zip, path: string): Promise<Relations> {
  const relations: Relations = new Map();
  const file = posix.join(posix.dirname(path), '_rels', `${posix.basename(path)}.rels`);
  if (!zip.has(file)) return relations;
  await eachElement(zip.read(file), new Set(['Relationship']), ({ attributes: { Id, Type, Target, TargetMode } }) => {
    if (Id === undefined || Target === undefined || TargetMode === 'External') return undefined;
    // A path that leads out of the archive names no entry, so it finds nothing.
    const target = Target.startsWith('/') ? Target.slice(1) : posix.join(posix.dirname(path), Target);
    relations.set(Id, { type: (Type ?? '').replace(/^.*\//, ''), path: target });
    return undefined;
  });
  return relations;
}

/** The path of the first part that stands in that relation, such as `styles`. */
export function relatedAs(relations: Relations, type: string): string | undefined {
  return [...relations.values()].find((relation) => relation.type === type)?.path;
}

/** The path of the part that the file is about; `usual` where the file does not say. Throws `Unreadable`. */
export async function mainPart(zip: Zip, usual: string): Promise<string> {
  return relatedAs(await relationsOf(zip, ''), MAIN) ?? usual;
}

/** All elements of those names in the part `path`; none where there is no such part. Throws `Unreadable`. */
export async function elementsIn(zip: Zip, path: string | undefined, ...names: string[]): Promise<Element[]> {
  const elements: Element[] = [];
  if (path === undefined || !zip.has(path)) return elements;
  await eachElement(zip.read(path), new Set(names), (element) => {
    elements.push(element);
    return undefined;
  });
  return elements;
}
