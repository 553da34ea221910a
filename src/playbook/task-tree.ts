/** A tree of tasks: tasks, and blocks whose sections are trees again. It is the same as written and as resolved. */
export type Tree<L extends Leaf> = L | Block<L>;

/** What stands in a tree beside blocks. */
interface Leaf {
  kind: string;
}

/** The sections of a block, in the order in which they are written. */
const SECTIONS = ['tasks', 'rescue', 'always'] as const;
type Section = (typeof SECTIONS)[number];
type Sections<L extends Leaf> = Readonly<Record<Section, readonly Tree<L>[]>>;

/** Tasks that belong together: `rescue` runs when one of `tasks` fails, `always` in either case. */
export interface Block<L extends Leaf> extends Sections<L> {
  kind: 'block';
  /** Empty where it has none. */
  name: string;
  /** Set of a role: of several blocks with one key a host runs the first only. */
  once?: string;
  /** Set where the items of loops around it are a part of that key. */
  oncePerItem?: true;
}

/** The one visitor: calls `visit` for each task in the order in which they are written. */
export function visitTasks<L extends Leaf>(trees: readonly Tree<L>[], visit: (leaf: L) => void): void {
  for (const tree of trees) {
    if (isBlock(tree)) for (const section of SECTIONS) visitTasks(tree[section], visit);
    else visit(tree);
  }
}

/** All tasks in the order in which they are written. */
export function leavesOf<L extends Leaf>(trees: readonly Tree<L>[]): L[] {
  const leaves: L[] = [];
  visitTasks(trees, (leaf) => leaves.push(leaf));
  return leaves;
}

/** The tree with each task replaced by what `change` makes of it; a block of which no task is left goes. */
export function mapTree<L extends Leaf, M extends Leaf>(
  trees: readonly Tree<L>[],
  change: (leaf: L) => readonly Tree<M>[],
): Tree<M>[] {
  return trees.flatMap((tree): readonly Tree<M>[] => {
    if (!isBlock(tree)) return change(tree);
    const mapped = SECTIONS.map((section) => [section, mapTree(tree[section], change)]);
    const block: Block<M> = { ...tree, ...(Object.fromEntries(mapped) as Sections<M>) };
    return SECTIONS.some((section) => block[section].length > 0) ? [block] : [];
  });
}

export function isBlock<L extends Leaf>(tree: Tree<L>): tree is Block<L> {
  return tree.kind === 'block';
}
