import { hiddenTexts } from '../../hidden-texts.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import type { Scope } from '../../template/interpolation/scope.ts';
import { sortOf } from '../../template/values.ts';
import type { Condition } from '../inherited.ts';
import { listOf } from '../lookups/lookups.ts';
import type { Loop } from '../model.ts';
import { evaluate, isAnswered, reasonToSkip } from './evaluate.ts';
import type { Round } from './resolved-play.ts';
import type { PlayContext } from './task-context.ts';

/** The items of a loop. Throws ProblemError for what is no list. */
export function itemsOf({ items: { value: template, place }, lookup }: Loop, around: PlayContext): unknown[] {
  const value = evaluate(template, around.scope);
  const { project } = around;
  const answered = isAnswered(template, around.scope);
  if (lookup !== undefined)
    return listOf(lookup, value, { project: answered ? project.confined : project, place });
  if (!Array.isArray(value)) throw new ProblemError([{ ...noList(value), place }]);
  return value;
}

/** The names of one item: itself, its index, and what `extended` adds. */
export function loopVariables(
  { variable, index, extended }: Loop,
  items: readonly unknown[],
  at: number,
): Record<string, unknown> {
  return {
    [variable]: items[at],
    ansible_loop_var: variable,
    ...(index !== undefined && { [index]: at, ansible_index_var: index }),
    ...(extended && { ansible_loop: aboutLoop(items, at, extended.allItems) }),
  };
}

/** What reports and registered results keep of an item. */
export function roundOf({ variable, index: name }: Loop, items: readonly unknown[], index: number): Round {
  const own = name !== undefined && { [name]: index, ansible_index_var: name };
  return { index, item: { [variable]: items[index], ansible_loop_var: variable, ...own } };
}

/** Source: `loop_control.extended` of Ansible 2.14. */
function aboutLoop(items: readonly unknown[], at: number, allItems: boolean): Record<string, unknown> {
  const { length } = items;
  return {
    ...(allItems && { allitems: items }),
    index: at + 1,
    index0: at,
    first: at === 0,
    last: at === length - 1,
    length,
    revindex: length - at,
    revindex0: length - at - 1,
    ...(at > 0 && { previtem: items[at - 1] }),
    ...(at < length - 1 && { nextitem: items[at + 1] }),
  };
}

/** Conditions that do not ask for the item are decided before the loop, whose list may make no sense otherwise. */
export function reasonToSkipAll(
  when: readonly Condition[],
  { variable, index }: Loop,
  around: PlayContext,
): string | undefined {
  const names = [variable, 'ansible_loop', ...(index === undefined ? [] : [index])];
  const outside = around.scope.pending(names);
  const first = when.findIndex(({ template }) =>
    outside.waitsFor(template.roots).some((name) => names.includes(name)),
  );
  return reasonToSkip(first < 0 ? when : when.slice(0, first), around);
}

/** How reports name an item. */
export function labelOf(item: unknown, { label }: Loop, scope: Scope): string {
  const value = label ? evaluate(label, scope) : item;
  const text = hiddenTexts.conceal(typeof value === 'string' ? value : JSON.stringify(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function noList(items: unknown): Problem {
  return {
    code: 'not-a-list',
    summary: 'A value is not a list',
    detail: `\`loop\` is ${sortOf(items)}; it goes through a list.`,
  };
}
