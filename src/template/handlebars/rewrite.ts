import { FaultError } from '../fault.ts';
import type { Kind } from '../output/output.ts';
import { OUTPUTS } from '../output/outputs.ts';
import { Unsafe } from '../output/unsafe.ts';
import { didYouMean } from '../suggest.ts';
import { rewriteCall, rewriteValue } from './rewrite-expression.ts';
import { call, nameOf, path, RewriteState, type Standing } from './rewrite-state.ts';
import { SHOW, type Site, WALK } from './site.ts';

const BLOCKS = new Set(['if', 'unless', 'each', 'with']);

/** A template that can be compiled, with what its calls need to know. */
export interface Rewritten {
  sites: readonly Site[];
  /** The variables that it names. */
  roots: readonly string[];
}

/**
 * Rewrites a parsed template in place so that nothing happens behind our back: every name, list, function and
 * written value becomes a call that gets the value and the number of its site, and so can check it, escape it and
 * say where it stands. Handlebars' own strict mode misses names in blocks and arguments, and stops at the first.
 * Throws FaultError with everything in the template that is refused.
 */
export function rewrite(program: hbs.AST.Program, source: string, kind: Kind): Rewritten {
  const state = new RewriteState(source, kind);
  new Rewriter(state, program.body.filter(isInline)).body(program, { depth: 0, bound: [] });
  if (state.faults.length > 0) throw new FaultError(state.faults);
  return { sites: state.sites, roots: [...state.roots] };
}

function isInline(node: hbs.AST.Node): node is hbs.AST.DecoratorBlock {
  return node.type === 'DecoratorBlock';
}

class Rewriter {
  readonly #state: RewriteState;
  readonly #inlines: readonly hbs.AST.DecoratorBlock[];
  readonly #partials: ReadonlySet<string>;

  constructor(state: RewriteState, inlines: readonly hbs.AST.DecoratorBlock[]) {
    this.#state = state;
    this.#inlines = inlines;
    this.#partials = new Set(inlines.map(({ params }) => nameOf(params[0])));
  }

  body(program: hbs.AST.Program | undefined, at: Standing): void {
    const bound = [...at.bound, ...(program?.blockParams ?? [])];
    for (const node of program?.body ?? []) this.#statement(node, { ...at, bound });
  }

  #statement(node: hbs.AST.Node, at: Standing): void {
    switch (node.type) {
      case 'ContentStatement':
      case 'CommentStatement':
        break;
      case 'MustacheStatement':
        this.#tag(node as hbs.AST.MustacheStatement, at);
        break;
      case 'BlockStatement':
        this.#block(node as hbs.AST.BlockStatement, at);
        break;
      case 'DecoratorBlock':
        this.#inline(node as hbs.AST.DecoratorBlock);
        break;
      case 'PartialStatement':
        this.#partial(node as hbs.AST.PartialStatement, at);
        break;
      default:
        this.#state.refuse(node, 'Of partials there are `{{#*inline "name"}}…{{/inline}}` and `{{> name}}`.');
    }
  }

  #tag(tag: hbs.AST.MustacheStatement, at: Standing): void {
    const { alwaysEscapes } = OUTPUTS[this.#state.kind];
    if (!tag.escaped && alwaysEscapes) {
      this.#state.refuse(tag, 'A value that is not escaped could become anything.', {
        hint: 'Write `{{ }}`.',
      });
    }
    const isCall = tag.params.length > 0 || tag.hash;
    const value = isCall
      ? rewriteCall(this.#state, tag, at)
      : rewriteValue(this.#state, tag.path, at, 'nothing');
    const name = isCall ? `${nameOf(tag.path)} …` : nameOf(tag.path);
    tag.params = [value, this.#state.site(tag, { name, spot: this.#spot(tag) })];
    tag.path = path(SHOW, tag);
    tag.escaped = false;
  }

  #spot(tag: hbs.AST.MustacheStatement): string {
    const { kind, source } = this.#state;
    const { start, end } = this.#state.span(tag);
    try {
      return OUTPUTS[kind].spot(source.slice(0, start), source.slice(end));
    } catch (error) {
      if (!(error instanceof Unsafe)) throw error;
      this.#state.refuse(tag, `It ${error.message}.`);
      return '';
    }
  }

  #block(block: hbs.AST.BlockStatement, at: Standing): void {
    const name = nameOf(block.path);
    const [param] = block.params;
    if (!BLOCKS.has(name)) {
      const advice = { hint: 'Use #if, #unless, #each or #with.', ...didYouMean(name, BLOCKS) };
      this.#state.refuse(block.path, `There is no block \`#${name}\`.`, advice);
    } else if (!param || block.params.length > 1 || block.hash) {
      const advice = { hint: 'Put a function in parentheses: {{#if (eq a b)}}.' };
      this.#state.refuse(block.path, `\`#${name}\` takes one value.`, advice);
    } else {
      const value = rewriteValue(
        this.#state,
        param,
        at,
        name === 'if' || name === 'unless' ? 'last' : 'nothing',
      );
      block.params = [name === 'each' ? call(WALK, [value, this.#state.site(param, {})], param) : value];
    }
    const goesIn = name === 'each' || name === 'with';
    this.body(block.program, goesIn && at.depth !== undefined ? { ...at, depth: at.depth + 1 } : at);
    this.body(block.inverse, at);
  }

  #inline(block: hbs.AST.DecoratorBlock): void {
    const isNamed = nameOf(block.path) === 'inline' && block.params[0]?.type === 'StringLiteral';
    if (!isNamed || !this.#inlines.includes(block)) {
      this.#state.refuse(
        block,
        'A partial is written `{{#*inline "name"}}…{{/inline}}`, outside of all blocks.',
      );
    }
    this.body(block.program, { depth: undefined, bound: [] });
  }

  #partial(partial: hbs.AST.PartialStatement, at: Standing): void {
    const name = nameOf(partial.name);
    if (!this.#partials.has(name)) {
      this.#state.refuse(partial, `There is no partial \`${name}\` here.`, didYouMean(name, this.#partials));
    }
    const [, second] = partial.params;
    if (second) {
      this.#state.refuse(second, 'A partial takes one context, and names: `{{> name context key=value}}`.');
    }
    partial.params = partial.params.map((param) => rewriteValue(this.#state, param, at, 'nothing'));
    for (const pair of partial.hash?.pairs ?? [])
      pair.value = rewriteValue(this.#state, pair.value, at, 'nothing');
  }
}
