import { FaultError } from '../fault.ts';
import type { Kind } from '../output/output.ts';
import type { Values } from '../values.ts';
import { filesOf } from './files.ts';
import { BEGINNING } from './guard.ts';
import { withLastLines } from './last-lines.ts';
import { converted } from './literal.ts';
import { namesOf } from './names.ts';
import { parseUnit } from './parse.ts';
import { renderUnit } from './render.ts';
import { Rendering } from './rendering.ts';
import { unreadable } from './unreadable.ts';

/** A text of a playbook with statements in it. */
export interface StatementText {
  /** The variables that it names; each may have no value, since it may not come by them. */
  roots: readonly string[];
  optional: ReadonlySet<string>;
  /** Its value: a text, or the list, map or boolean that it reads as. Throws FaultError. */
  evaluate(values: Values, known: Iterable<string>): unknown;
}

/** Whether a text has statements or comments of Jinja in it; a `{#` without `#}` is one of a shell. */
export function hasStatements(text: string): boolean {
  return text.includes('{%') || /\{#[\s\S]*?#\}/.test(text);
}

/** Texts are repeated for every host. */
const compiled = new Map<string, StatementText>();

/**
 * Whether a text of a playbook is XML as it is written: the elements of a network, a guest, a pool. Its expressions stand
 * for texts and attributes in it.
 */
export function isXml(text: string): boolean {
  const written = text.replaceAll(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}/g, '').trim();
  return /^<[A-Za-z!?]/.test(written) && written.endsWith('>');
}

/** Compiles a text of a playbook, whose values do not change the `kind` of text that it is. Throws FaultError. */
export function compileStatements(text: string, kind: Kind = 'text'): StatementText {
  const key = `${kind} ${text}`;
  const known = compiled.get(key);
  if (known) return known;
  const unit = parseUnit(text, undefined, { backslashes: 'literal' });
  if (filesOf(unit.body).length > 0)
    throw unreadable(
      'A text of a playbook includes no files.',
      { start: 0, end: text.length },
      "Write lookup('template', 'name.j2').",
    );
  const units = new Map();
  const { names, faults } = namesOf(unit, units);
  const found = faults.get(unit);
  if (found) throw new FaultError(found);
  const statementText: StatementText = {
    roots: [...names],
    optional: names,
    evaluate(values, known) {
      const rendering = new Rendering({ kind, units, values, known });
      const made = renderUnit(unit, rendering.frame(), rendering, BEGINNING);
      return converted(withLastLines(text, rendering.checked(made)));
    },
  };
  compiled.set(key, statementText);
  return statementText;
}
