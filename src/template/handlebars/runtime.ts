import { BadArgument } from '../expression/addresses.ts';
import type { Fault } from '../fault.ts';
import type { Output, Scalar } from '../output/output.ts';
import { Unsafe } from '../output/unsafe.ts';
import { didYouMean } from '../suggest.ts';
import { entry, isMap, sortOf, type Values } from '../values.ts';
import { calledAs } from './called-filter.ts';
import { CALL, LOOK, SHOW, type Site, WALK } from './site.ts';

/** Stands for a value that was reported already, so that one mistake is one problem. */
const REPORTED = Object.freeze({});

/** One rendering: the functions that a rewritten template calls, and what they find wrong. */
export class Runtime {
  readonly #sites: readonly Site[];
  readonly #output: Output;
  readonly #context: Values;
  readonly #known: Iterable<string>;
  /** By site: a mistake inside `#each` is one mistake. */
  readonly #faults = new Map<Site, Fault>();

  constructor(sites: readonly Site[], output: Output, context: Values, known: Iterable<string>) {
    this.#sites = sites;
    this.#output = output;
    this.#context = context;
    this.#known = known;
  }

  /** The functions as Handlebars calls them; the last argument is always its options. */
  get helpers(): Record<string, (...args: never[]) => unknown> {
    return {
      [LOOK]: (head: unknown, site: number) => this.#look(head, this.#site(site)),
      [WALK]: (value: unknown, site: number) => this.#walk(value, this.#site(site)),
      [CALL]: (site: number, ...args: unknown[]) => this.#call(this.#site(site), args.slice(0, -1)),
      [SHOW]: (value: unknown, site: number) => this.#show(value, this.#site(site)),
    };
  }

  /** What was found wrong, in the order of the template. */
  get faults(): Fault[] {
    return [...this.#faults.values()].sort((a, b) => a.start - b.start);
  }

  /** Variables that are not there, also where the template does not come by with these values. */
  checkVariables(): void {
    for (const site of this.#sites) {
      const [root] = site.keys;
      if (!site.isVariable || site.missing === 'all' || root === undefined) continue;
      if (entry(this.#context, root) === undefined) this.#missing(site, this.#context, root);
    }
  }

  #site(number: number): Site {
    const site = this.#sites[number];
    if (!site) throw new Error(`the template has no site ${number}`);
    return site;
  }

  #look(head: unknown, site: Site): unknown {
    let value = head;
    for (const [index, key] of site.keys.entries()) {
      if (value === REPORTED) return REPORTED;
      const next = entry(value, key);
      if (next === undefined) {
        const isLast = index === site.keys.length - 1 && value !== this.#context;
        const mayMiss = site.missing === 'all' || (site.missing === 'last' && isLast);
        return mayMiss ? undefined : this.#missing(site, value, key);
      }
      value = next;
    }
    return value;
  }

  #missing(site: Site, parent: unknown, key: string): unknown {
    if (parent === this.#context) {
      const hint = `Define it, or write (default ${site.name} "…") where it may be missing.`;
      const detail = `There is no variable \`${key}\`.`;
      return this.#report(site, {
        code: 'undefined-variable',
        summary: 'A variable is not defined',
        detail,
        hint,
        ...didYouMean(key, this.#known),
      });
    }
    const detail = `\`${site.name}\`: there is no \`${key}\` in ${sortOf(parent)}.`;
    const isOutside = entry(this.#context, key) !== undefined;
    const hint = isOutside
      ? `The variable is outside of this block: write @root.${key}.`
      : `Write {{#if ${site.name}}} around it, or (default ${site.name} "…"), where it may be missing.`;
    const near = isMap(parent) ? didYouMean(key, Object.keys(parent)) : {};
    return this.#report(site, {
      code: 'undefined-field',
      summary: 'A map has no such key',
      detail,
      hint,
      ...near,
    });
  }

  #walk(value: unknown, site: Site): unknown {
    if (value === REPORTED || Array.isArray(value) || isMap(value)) return value;
    const detail = `\`${site.name}\` is ${sortOf(value)}; #each goes through a list or a map.`;
    return this.#report(site, { code: 'not-a-list', summary: 'A value is not a list', detail });
  }

  #call(site: Site, args: readonly unknown[]): unknown {
    if (args.includes(REPORTED)) return REPORTED;
    try {
      return calledAs(site.name)?.call(...args);
    } catch (error) {
      if (!(error instanceof BadArgument)) throw error;
      const detail = `${site.name}: ${error.message}.`;
      return this.#report(site, {
        code: 'bad-argument',
        summary: 'A function cannot work with its argument',
        detail,
      });
    }
  }

  #show(value: unknown, site: Site): string {
    if (value === REPORTED) return '';
    try {
      return this.#output.escape(scalar(value), site.spot);
    } catch (error) {
      if (!(error instanceof Unsafe)) throw error;
      this.#report(site, {
        code: 'unsafe-value',
        summary: 'A value cannot be written into this kind of file',
        detail: `\`${site.name}\` ${error.message}.`,
      });
      return '';
    }
  }

  #report(site: Site, problem: Omit<Fault, 'start' | 'end'>): typeof REPORTED {
    if (!this.#faults.has(site)) this.#faults.set(site, { start: site.start, end: site.end, ...problem });
    return REPORTED;
  }
}

function scalar(value: unknown): Scalar {
  if (value === undefined) return null;
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw new Unsafe(`is ${sortOf(value)}: go through it with #each, or name one of its keys`);
}
