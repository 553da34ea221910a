import { type Problem, ProblemError } from '../../problem.ts';
import type { Scope } from '../../template/interpolation/scope.ts';
import type { Template } from '../../template/interpolation/text.ts';
import { isMap, sortOf } from '../../template/values.ts';
import type { Condition, Flag, Inherited } from '../inherited.ts';
import type { PlayContext } from './task-context.ts';

/** The value of a template in a scope. Throws ProblemError and PendingError. */
export function evaluate<T>(template: Template<T>, scope: Scope): T {
  return scope.evaluate(template);
}

/** Whether what a host answered is in the value of a template. */
export function isAnswered({ roots }: Pick<Template, 'roots'>, scope: Scope): boolean {
  return scope.answered(roots).length > 0;
}

/** The first condition that is false, as the reason to skip; undefined where all are true. */
export function reasonToSkip(when: readonly Condition[], around: PlayContext): string | undefined {
  const condition = when.find((one) => !holds(one, around));
  return condition && `the condition is false: ${condition.text.trim()}`;
}

export function holds({ template }: Condition, { scope, warn }: PlayContext): boolean {
  return scope.evaluate({
    ...template,
    evaluate: (values, known) => template.evaluate(values, known, warn),
  });
}

/** Whether a keyword such as `become` or `no_log` says yes; undefined where nothing says so. Throws ProblemError. */
export function flagOf(flag: Flag | undefined, scope: Scope): boolean | undefined {
  if (flag === undefined) return undefined;
  const value = evaluate(flag.value, scope);
  if (value === null || value === '') return false;
  if (/^(?:y|yes|on|1|true|t)$/i.test(String(value))) return true;
  if (/^(?:n|no|off|0|false|f)$/i.test(String(value))) return false;
  throw new ProblemError([{ ...notAFlag(value), place: flag.place }]);
}

/** The environment variables of a task, each with its text; of several maps the innermost wins. */
export function environmentOf(environment: Inherited['environment'], scope: Scope): Record<string, string> {
  const maps = environment.map(({ value: template, place }) => {
    const value = evaluate(template, scope);
    const names = isMap(value) ? Object.keys(value) : [];
    const wrong = names.find((name) => !/^[A-Za-z_]\w*$/.test(name));
    if (wrong !== undefined) throw new ProblemError([{ ...noName(wrong), place }]);
    if (isMap(value)) return value;
    throw new ProblemError([{ ...noEnvironment(value), place }]);
  });
  const all: [string, unknown][] = maps.flatMap((map) => Object.entries(map));
  return Object.fromEntries(all.map(([name, value]) => [name, String(value ?? '')]));
}

function notAFlag(value: unknown): Problem {
  return {
    code: 'invalid-key',
    summary: 'A key has a value it cannot have',
    detail: `It comes out as ${sortOf(value)}; expected true or false.`,
  };
}

function noName(name: string): Problem {
  return {
    code: 'invalid-key',
    summary: 'A key has a value it cannot have',
    detail: `\`environment\` has \`${name}\`; a name has letters, digits and underscores.`,
  };
}

function noEnvironment(value: unknown): Problem {
  return {
    code: 'invalid-key',
    summary: 'A key has a value it cannot have',
    detail: `\`environment\` is ${sortOf(value)}; expected a map.`,
  };
}
