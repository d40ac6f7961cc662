import { markRaw, shallowRef, type ShallowRef } from 'vue';
import { createParser } from '../parse';
import type { NativeBlock, NativeCode, ProseBlock, TableBlock } from './native-blocks';
import { toNativeBlocks } from './to-native';

interface CellOf<B extends NativeBlock> {
  key: string;
  kind: B['kind'];
  block: ShallowRef<B>;
  /** The caret stands at its end. */
  last: ShallowRef<boolean>;
}

/** A place for one block of an answer: its content changes while the list of places stays as it is. */
export type ProseCell = CellOf<ProseBlock>;
export type TableCell = CellOf<TableBlock>;
export type CodeCell = CellOf<NativeCode>;
export type BlockCell = ProseCell | TableCell | CodeCell;

/** Some cells that follow each other. */
export interface CellGroup {
  key: string;
  cells: ShallowRef<BlockCell[]>;
}

export interface Cells {
  groups: ShallowRef<CellGroup[]>;
  update(text: string, growing: boolean): void;
}

/** A component that gets a child sends a word about each that it had before: so many it may have. */
const GROUP = 8;

/**
 * The blocks of a text that grows, so that a piece of text reaches the one component that shows it: a list changes only
 * when blocks come or go, and a block that cannot change any more is never touched again.
 */
export function createCells(): Cells {
  const parse = createParser(toNativeBlocks);
  const groups = shallowRef<CellGroup[]>([]);
  let cells: BlockCell[] = [];
  return {
    groups,
    update(text, growing) {
      const blocks = parse(text, growing);
      cells = blocks.map((block, index) => cellFor(block, growing && index === blocks.length - 1, cells[index]));
      const count = Math.ceil(cells.length / GROUP);
      const next = Array.from({ length: count }, (_, index) => {
        const group = groups.value[index] ?? markRaw({ key: String(index), cells: shallowRef<BlockCell[]>([]) });
        const own = cells.slice(index * GROUP, (index + 1) * GROUP);
        if (!sameItems(own, group.cells.value)) group.cells.value = own;
        return group;
      });
      if (!sameItems(next, groups.value)) groups.value = next;
    },
  };
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** The cell that has stood in this place where it can go on, with its new content. */
function cellFor(block: NativeBlock, last: boolean, known: BlockCell | undefined): BlockCell {
  if (known?.key !== block.key || known.kind !== block.kind) return newCell(block, last);
  (known.block as ShallowRef<NativeBlock>).value = block;
  known.last.value = last;
  return known;
}

function newCell(block: NativeBlock, last: boolean): BlockCell {
  const { key, kind } = block;
  return markRaw({ key, kind, block: shallowRef(block), last: shallowRef(last) }) as unknown as BlockCell;
}

