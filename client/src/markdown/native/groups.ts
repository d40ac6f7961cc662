import { markRaw, shallowRef, type ShallowRef } from 'vue';
import type { Sources } from '../citations';
import { createParser } from '../parse';
import type { NativeBlock } from './native-blocks';
import { toNativeBlocks } from './to-native';

/** Some blocks that follow each other, shown by one component. */
export interface BlockGroup {
  key: string;
  blocks: ShallowRef<NativeBlock[]>;
  /** Its text grows, and so it is cut into small pieces. */
  grows: boolean;
}

export interface Groups {
  list: ShallowRef<BlockGroup[]>;
  /** The text as far as it is there; `growing`: more is to come. `sources`: what its marks may name. */
  update(text: string, growing: boolean, sources?: Sources): void;
}

/** So many blocks: each piece of text has the component that holds it look through all of its blocks. */
const GROUP = 8;

/**
 * The blocks of a text that grows, so that a piece of text is one message to the view: it reaches the one component that
 * shows the end, which finds out by itself what of its blocks is new. Blocks that cannot change any more stay the same
 * objects, and groups of them are never touched again. A text that is whole (`grows` false) has fewer and longer runs.
 */
export function createGroups(grows: boolean): Groups {
  const parse = createParser(toNativeBlocks);
  const list = shallowRef<BlockGroup[]>([]);
  return {
    list,
    update(text, growing, sources) {
      const blocks = parse(text, growing, sources);
      const next = Array.from({ length: Math.ceil(blocks.length / GROUP) }, (_, index) => {
        const group =
          list.value[index] ?? markRaw({ key: String(index), blocks: shallowRef<NativeBlock[]>([]), grows });
        const own = blocks.slice(index * GROUP, (index + 1) * GROUP);
        if (!sameItems(own, group.blocks.value)) group.blocks.value = own;
        return group;
      });
      if (!sameItems(next, list.value)) list.value = next;
    },
  };
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
