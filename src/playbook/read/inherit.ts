import { compileCondition } from '../../template/interpolation/condition.ts';
import { compileData } from '../../template/interpolation/data.ts';
import type { Template } from '../../template/interpolation/text.ts';
import type { Findings } from '../findings.ts';
import type { Condition, Flag, Inherited, Written } from '../inherited.ts';
import type { Part } from '../yaml-node.ts';
import { readNames, readVariables } from './read-variables.ts';

/** The keywords whose nearest value counts, by their names in the model. */
const FLAGS = {
  become: 'become',
  ignoreErrors: 'ignore_errors',
  ignoreUnreachable: 'ignore_unreachable',
  noLog: 'no_log',
  runOnce: 'run_once',
  checkMode: 'check_mode',
  anyErrorsFatal: 'any_errors_fatal',
  throttle: 'throttle',
  delegateFacts: 'delegate_facts',
} as const;

/**
 * What a play, block, role or task has after it takes over what is around it: conditions and tags add up, of all else
 * the nearest counts. Source: `extend` and `prepend` of the attributes in `playbook/base.py` of Ansible 2.14.
 */
export function inherit(outer: Inherited, part: Part, findings: Findings): Inherited {
  const { value } = part.at('disruption');
  const delegateTo = part.at('delegate_to');
  return {
    ...outer,
    when: [...outer.when, ...readConditions(part.at('when'), findings)],
    tags: [...new Set([...outer.tags, ...readNames(part.at('tags'))])],
    vars: { ...outer.vars, ...readVariables(part.at('vars'), findings) },
    environment: [...outer.environment, ...readTemplates(part.at('environment'), findings)],
    moduleDefaults: [...part.at('module_defaults').items().toReversed(), ...outer.moduleDefaults],
    ...readFlags(part, findings),
    ...(typeof delegateTo.value === 'string' && readKey('delegateTo', delegateTo, findings)),
    ...(isDisruption(value) && { consent: value }),
  };
}

export function readConditions(part: Part, findings: Findings): Condition[] {
  return part.items().flatMap((one) => findings.try(() => readCondition(one)) ?? []);
}

function readCondition(part: Part): Condition {
  const text = String(part.value);
  return { text, template: compileCondition(text, part.place) };
}

/** Compiles a value that may hold expressions. Throws ProblemError. */
export function readTemplate(part: Part): Written<Template> {
  return { value: compileData(part.value, (path) => part.placeOf(path)), place: part.place };
}

function readTemplates(part: Part, findings: Findings): Written<Template>[] {
  return part.items().flatMap((one) => findings.try(() => readTemplate(one)) ?? []);
}

function readFlags(part: Part, findings: Findings): Partial<Record<keyof typeof FLAGS, Flag>> {
  const given = Object.entries(FLAGS).filter(([, key]) => part.at(key).value !== undefined);
  return Object.assign({}, ...given.map(([name, key]) => readKey(name, part.at(key), findings)));
}

function readKey<K extends string>(
  name: K,
  part: Part,
  findings: Findings,
): Partial<Record<K, Written<Template>>> {
  const read = findings.try(() => readTemplate(part));
  return read ? ({ [name]: read } as Record<K, Written<Template>>) : {};
}

function isDisruption(value: unknown): value is NonNullable<Inherited['consent']> {
  return value === 'none' || value === 'service' || value === 'link';
}
