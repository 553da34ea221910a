import { type Place, type Problem, ProblemError } from '../../problem.ts';
import { Lookups } from '../../template/expression/lookups.ts';
import { ValueFault } from '../../template/expression/values/value.ts';
import type { Scope } from '../../template/interpolation/scope.ts';
import { didYouMean } from '../../template/suggest.ts';
import type { Project } from '../project.ts';
import { LOOKUPS, listOf } from './lookups.ts';

/** What a lookup of an expression reads from. */
export interface Controller {
  project: Project;
  /** The variables of the play for a host. */
  scope(): Scope;
  env: Readonly<Record<string, string | undefined>>;
}

type Options = Readonly<Record<string, unknown>>;
type Find = (terms: readonly unknown[], options: Options, controller: Controller) => unknown[];

/** The lookups of expressions: those of `with_…`, and those below. They read; none runs or fetches anything. */
export class ControllerLookups extends Lookups {
  readonly #controller: Controller;

  constructor(controller: Controller) {
    super();
    this.#controller = controller;
  }

  list(name: string, terms: readonly unknown[], options: Options): readonly unknown[] {
    const find = Object.hasOwn(OWN, name) ? OWN[name] : undefined;
    if (!find && !Object.hasOwn(LOOKUPS, name)) throw unknown(name);
    const context = { project: this.#controller.project, place: NOWHERE };
    // The terms of `first_found` may be a list, as of every other that goes through one.
    const given = name === 'first_found' ? terms.flat() : terms;
    try {
      return find ? find(terms, options, this.#controller) : listOf(name, given, context);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      throw faultOf(name, error.problems[0]);
    }
  }

  variable(name: string): unknown {
    return this.#controller.scope().get([name])[name];
  }
}

/** The expression says where it is wrong. */
const NOWHERE: Place = { file: '', line: 1, column: 1 };

const OWN: Readonly<Record<string, Find>> = {
  env: (terms, { default: otherwise = '' }, { env }) =>
    terms.flat().map((name) => env[String(name)] ?? otherwise),
  template: (terms, _, { project, scope }) =>
    terms.flat().map((name) => {
      const { render, ...names } = project.template(String(name), NOWHERE);
      return scope().evaluate({ ...names, evaluate: render });
    }),
  lines: refused('a program on the controller', 'Run it by a task, and use its stdout_lines.'),
  pipe: refused('a program on the controller', 'Run it by a task, register it, and use its stdout.'),
  url: refused('the network', 'Fetch it by a task of the module uri, and register it.'),
  password: refused(
    'a password that the first run makes up and writes to a file',
    'Write the password as a variable that ansible-vault encrypts.',
  ),
};

function refused(what: string, hint: string): Find {
  return () => {
    throw new ValueFault(`a lookup only reads, and this one needs ${what}`, hint);
  };
}

function unknown(name: string): ValueFault {
  const known = ['vars', ...Object.keys(OWN), ...Object.keys(LOOKUPS)];
  const { hint = `There are ${[...new Set(known)].toSorted().join(', ')}.` } = didYouMean(name, known);
  return new ValueFault(`there is no lookup \`${name}\``, hint);
}

function faultOf(name: string, problem: Problem | undefined): ValueFault {
  const detail = problem?.detail?.replace(/\.$/, '');
  return new ValueFault(`the lookup ${name}: ${detail ?? 'it is refused'}`, problem?.hint);
}
