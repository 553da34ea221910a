import Handlebars from 'handlebars';
import type { CompiledTemplate } from '../compiled-template.ts';
import { FaultError, placed } from '../fault.ts';
import type { Kind } from '../output/output.ts';
import { OUTPUTS } from '../output/outputs.ts';
import { placeIn } from '../place.ts';
import type { Values } from '../values.ts';
import { rewrite } from './rewrite.ts';
import { Runtime } from './runtime.ts';
import { CALL, LOOK, SHOW, type Site, WALK } from './site.ts';
import { parseTemplate } from './template-syntax.ts';

/**
 * Compiles a template. `kind` decides how values are escaped; `kindOf(file)` is the usual one.
 * Every name must be defined, in blocks and arguments too; only `#if`, `#unless`, `and`, `or` and `not` accept a map
 * without the last key of a path, and `default` a name that is missing altogether.
 * Throws ProblemError, with places in `file`, for what cannot be read or is refused.
 */
export function compileTemplate(text: string, file: string, kind: Kind): CompiledTemplate {
  const prepared = inFile(file, text, () => withinStack(() => prepare(text, kind)));
  return {
    roots: prepared.roots,
    render: (values, known = Object.keys(values)) =>
      inFile(file, text, () => run(prepared, kind, values, known)),
  };
}

interface Prepared {
  roots: readonly string[];
  sites: readonly Site[];
  write: Handlebars.TemplateDelegate<Values>;
}

/** An environment of our own: what others register in the global one does not reach it. */
const handlebars = Handlebars.create();
const OPTIONS = {
  knownHelpers: { [LOOK]: true, [WALK]: true, [CALL]: true, [SHOW]: true },
  knownHelpersOnly: true,
} as CompileOptions;

/** A template is compiled once, however many hosts it is rendered for. */
const preparedTemplates = new Map<string, Prepared>();

function prepare(text: string, kind: Kind): Prepared {
  const key = `${kind}\n${text}`;
  const known = preparedTemplates.get(key);
  if (known) return known;
  const program = parseTemplate(text);
  const { sites, roots } = rewrite(program, text, kind);
  const prepared = { roots, sites, write: handlebars.compile<Values>(program, OPTIONS) };
  preparedTemplates.set(key, prepared);
  return prepared;
}

function run({ sites, write }: Prepared, kind: Kind, values: Values, known: Iterable<string>): string {
  const runtime = new Runtime(sites, OUTPUTS[kind], values, known);
  runtime.checkVariables();
  const text = withinStack(() => write(values, { helpers: runtime.helpers }));
  if (runtime.faults.length > 0) throw new FaultError(runtime.faults);
  return text;
}

function withinStack<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const detail = 'A partial writes itself without end, or thousands of parentheses stand in one another.';
    throw new FaultError([
      { code: 'endless-template', summary: 'A template has no end', detail, start: 0, end: 1 },
    ]);
  }
}

function inFile<T>(file: string, text: string, work: () => T): T {
  return placed((start, end) => placeIn(file, text, start, end), work);
}
