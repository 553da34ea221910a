import type { Variables } from '../../inventory/host.ts';
import { variableAt } from '../../inventory/variable-at.ts';
import type { Place, Problem } from '../../problem.ts';
import { isMap, sortOf } from '../../template/values.ts';
import { adviceForTask } from '../ansible-hints.ts';
import { check } from '../arguments/check-arguments.ts';
import type { Findings } from '../findings.ts';
import type { Inherited } from '../inherited.ts';
import { roleKeywords } from '../keywords.ts';
import type { Part } from '../yaml-node.ts';
import { inherit } from './inherit.ts';
import { readVariables } from './read-variables.ts';

/** An entry of `roles:` of a play or of `dependencies:` of a role. */
export interface RoleEntry {
  name: string;
  place: Place;
  /** Its `vars`. */
  vars: Variables;
  /** All its other keys that are no keywords. */
  params: Variables;
  /** What the tasks of the role take over, in what is around the entry. */
  inherited?(outer: Inherited): Inherited;
}

/** Reads an entry: a name, or a map with `role` or `name`. */
export function readEntry(part: Part, findings: Findings): RoleEntry | undefined {
  const { value, place } = part;
  if (typeof value === 'string') return { name: value, place, vars: {}, params: {} };
  const named = isMap(value) && (typeof value.role === 'string' ? 'role' : 'name');
  if (!named || typeof part.at(named).value !== 'string') {
    findings.add([noRole(part)]);
    return undefined;
  }
  const { [named]: name, ...rest } = value;
  const keywords = Object.entries(rest).filter(([key]) => Object.hasOwn(roleKeywords.shape, key));
  findings.try(() =>
    check(roleKeywords, Object.fromEntries(keywords), part, {
      name: 'role',
      sort: 'key',
      advice: adviceForTask,
    }),
  );
  const params = Object.entries(rest).filter(
    ([key]) => !Object.hasOwn(roleKeywords.shape, key) && !['src', 'version', 'scm'].includes(key),
  );
  return {
    name: String(name),
    place: part.at(named).place,
    vars: readVariables(part.at('vars'), findings),
    params: Object.fromEntries(
      params.map(([key, one]) => [key, variableAt(part.yaml, [...part.path, key], one)]),
    ),
    // The variables of the entry belong to the role, below those of its own file.
    inherited: (outer) => ({ ...inherit(outer, part, findings), vars: outer.vars }),
  };
}

function noRole(part: Part): Problem {
  return {
    code: 'not-a-role',
    summary: 'An entry of roles names no role',
    detail: `It is ${sortOf(part.value)}.`,
    place: part.place,
    hint: 'Write the name of a role, or a map with `role: NAME`.',
  };
}
