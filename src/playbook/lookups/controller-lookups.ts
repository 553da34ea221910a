import { type Place, type Problem, ProblemError } from '../../problem.ts';
import {
  type IsAnswered,
  type LookupScope,
  Lookups,
  type Settled,
} from '../../template/expression/lookups.ts';
import { ValueFault } from '../../template/expression/values/value.ts';
import { converted } from '../../template/jinja/literal.ts';
import { didYouMean } from '../../template/suggest.ts';
import { isMap } from '../../template/values.ts';
import type { Project } from '../project.ts';
import { csvCell } from './csvfile.ts';
import { LOOKUPS, listOf } from './lookups.ts';

/** What a lookup of an expression reads from. */
export interface Controller {
  project: Project;
  /** The variables of the play for a host. */
  scope(): LookupScope;
  env: Readonly<Record<string, string | undefined>>;
}

type Options = Readonly<Record<string, unknown>>;
/** `answered`: whether a host may have said what the terms are. */
type Asked = Controller & { answered: boolean };
type Find = (terms: readonly unknown[], options: Options, controller: Asked) => unknown[];

/** The lookups of expressions: those of `with_…`, and those below. They read; none runs or fetches anything. */
export class ControllerLookups extends Lookups {
  readonly #controller: Controller;
  readonly isAnswered: IsAnswered;

  constructor(controller: Controller, isAnswered: IsAnswered = () => true) {
    super();
    this.#controller = controller;
    this.isAnswered = isAnswered;
  }

  list(name: string, terms: readonly unknown[], options: Options, answered: boolean): readonly unknown[] {
    const find = Object.hasOwn(OWN, name) ? OWN[name] : undefined;
    if (!find && !Object.hasOwn(LOOKUPS, name)) throw unknown(name);
    const project = answered ? this.#controller.project.confined : this.#controller.project;
    const context = { project, place: NOWHERE };
    // The terms of `first_found` may be a list, as of every other that goes through one.
    const given = name === 'first_found' ? terms.flat() : terms;
    try {
      if (!find) return listOf(name, given, context);
      return find(terms, options, { ...this.#controller, project, answered });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      throw faultOf(name, error.problems[0]);
    }
  }

  within(scope: LookupScope, isAnswered: IsAnswered): ControllerLookups {
    return new ControllerLookups({ ...this.#controller, scope: () => scope }, isAnswered);
  }

  variable(name: string): unknown {
    return this.#controller.scope().get([name])[name];
  }
}

/** The expression says where it is wrong. */
const NOWHERE: Place = { file: '', line: 1, column: 1 };

/** Lookups of Ansible that do more than read, what they need, and what to write instead. */
export const REFUSED_LOOKUPS: Readonly<Record<string, { needs: string; hint: string }>> = {
  lines: { needs: 'a program on the controller', hint: 'Run it by a task, and use its stdout_lines.' },
  pipe: {
    needs: 'a program on the controller',
    hint: 'Run it by a task, register it, and use its stdout.',
  },
  url: { needs: 'the network', hint: 'Fetch it by a task of the module uri, and register it.' },
  password: {
    needs: 'a password that the first run makes up and writes to a file',
    hint: 'Write the password as a variable that ansible-vault encrypts.',
  },
};

/** Lookups that only expressions have. */
export function expressionLookups(): string[] {
  return ['vars', ...Object.keys(OWN).filter((name) => !Object.hasOwn(REFUSED_LOOKUPS, name))];
}

const OWN: Readonly<Record<string, Find>> = {
  env: (terms, { default: otherwise = '' }, { env, answered }) => {
    if (answered)
      throw new ValueFault(
        'what a host answered is in its arguments, and no host reads the environment of the controller',
        'Write the name of the variable as a text.',
      );
    return terms.flat().map((name) => env[String(name)] ?? otherwise);
  },
  template: (
    terms,
    { template_vars: more = {}, convert_data: converts = true },
    { project, scope, answered },
  ) =>
    terms.flat().map((name) => {
      const { render, ...names } = project.template(String(name), NOWHERE);
      const text = scope()
        .child(settled(more, answered))
        .evaluate({ ...names, evaluate: render });
      return converts === false ? text : converted(text);
    }),
  csvfile: (terms, options, { project }) =>
    terms.flat().map((term) => csvCell(String(term), options, (name) => project.file(name, NOWHERE))),
  ...Object.fromEntries(
    Object.entries(REFUSED_LOOKUPS).map(([name, { needs, hint }]) => [name, refused(needs, hint)]),
  ),
};

/** The variables of `template_vars`, which hold no expressions. */
function settled(more: unknown, answered: boolean): Record<string, Settled> {
  if (!isMap(more)) throw new ValueFault('template_vars is a map of variables');
  const all = Object.entries(more);
  return Object.fromEntries(all.map(([name, value]) => [name, { value, settled: true, answered }]));
}

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
  const detail = problem?.detail?.replace(/\.$/, '') ?? 'it is refused';
  const { file, line, column } = problem?.place ?? NOWHERE;
  const where = file === NOWHERE.file ? '' : ` at ${file}:${line}:${column}`;
  return new ValueFault(`the lookup ${name}${where}: ${detail}`, problem?.hint);
}
