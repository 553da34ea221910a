import type { Fault } from '../fault.ts';
import type { Kind } from '../output/output.ts';
import { lineStart } from '../place.ts';
import type { Site } from './site.ts';

/** Where a node stands: how many lists and maps it is inside of (unknown in a partial), and the names they bind. */
export interface Standing {
  depth: number | undefined;
  bound: readonly string[];
}

/** A template while it is rewritten, with what is found on the way. */
export class RewriteState {
  readonly faults: Fault[] = [];
  readonly sites: Site[] = [];
  readonly roots = new Set<string>();
  readonly source: string;
  readonly kind: Kind;

  constructor(source: string, kind: Kind) {
    this.source = source;
    this.kind = kind;
  }

  refuse(node: hbs.AST.Node, detail: string, advice: { hint?: string } = {}): void {
    this.faults.push({
      code: 'refused-template',
      summary: 'A template is not allowed',
      ...this.span(node),
      detail,
      ...advice,
    });
  }

  /** Notes a site; what is rewritten passes its number. */
  site(node: hbs.AST.Node, fields: Partial<Site>): hbs.AST.NumberLiteral {
    const { start, end } = this.span(node);
    const name = this.source.slice(start, end);
    this.sites.push({
      start,
      end,
      name,
      keys: [],
      missing: 'nothing',
      isVariable: false,
      spot: '',
      ...fields,
    });
    const value = this.sites.length - 1;
    return { type: 'NumberLiteral', value, original: value, loc: node.loc };
  }

  span({ loc }: hbs.AST.Node): { start: number; end: number } {
    const offset = ({ line, column }: hbs.AST.Position) => lineStart(this.source, line) + column;
    return { start: offset(loc.start), end: offset(loc.end) };
  }
}

/** The node of a call of `name`. */
export function call(name: string, params: hbs.AST.Expression[], at: hbs.AST.Node): hbs.AST.SubExpression {
  const hash = undefined as unknown as hbs.AST.Hash; // the parser leaves it out as well
  return { type: 'SubExpression', path: path(name, at), params, hash, loc: at.loc };
}

/** The node of a name of one part. */
export function path(name: string, at: hbs.AST.Node): hbs.AST.PathExpression {
  return { type: 'PathExpression', data: false, depth: 0, parts: [name], original: name, loc: at.loc };
}

/** The name that a tag begins with, as its author wrote it. */
export function nameOf(node: hbs.AST.Node | undefined): string {
  return String((node as Partial<hbs.AST.PathExpression> | undefined)?.original ?? '');
}
