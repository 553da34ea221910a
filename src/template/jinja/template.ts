import { type Problem, ProblemError } from '../../problem.ts';
import type { CompiledTemplate } from '../compiled-template.ts';
import { FaultError, placed } from '../fault.ts';
import type { Kind } from '../output/output.ts';
import { placeIn } from '../place.ts';
import { filesOf } from './files.ts';
import { BEGINNING } from './guard.ts';
import { withLastLines } from './last-lines.ts';
import { namesOf, type Units } from './names.ts';
import { parseUnit } from './parse.ts';
import { renderUnit } from './render.ts';
import { Rendering } from './rendering.ts';
import type { GivenSettings } from './settings.ts';
import type { Unit } from './tree.ts';

/** A file of templates: where it is, and what is in it. */
export interface TemplateFile {
  file: string;
  text: string;
}

/**
 * Compiles a template of Jinja with the settings of Ansible, and those that are `written` in its task. `read` finds the files that it includes and imports.
 * Throws ProblemError, with places in its files, for what cannot be read.
 */
export function compileJinja(
  { file, text }: TemplateFile,
  kind: Kind,
  read: (name: string) => TemplateFile | undefined,
  written?: GivenSettings,
): CompiledTemplate {
  const units = new Map<string, Unit | undefined>();
  const whole = unitOf(file, text, written);
  // A map may grow while it is walked; what is added is walked too.
  const reading = new Set([whole]);
  for (const unit of reading)
    for (const name of filesOf(unit.body)) {
      const found = units.has(name) ? undefined : read(name);
      if (units.has(name)) continue;
      const inner = found && unitOf(found.file, found.text, written);
      units.set(name, inner);
      if (inner) reading.add(inner);
    }
  const roots = rootsOf(whole, units);
  return {
    roots,
    optional: new Set(roots),
    render: (values, known = Object.keys(values)) => {
      const rendering = new Rendering({ kind, units, values, known });
      const made = renderUnit(whole, rendering.frame(), rendering, BEGINNING);
      return withLastLines(text, rendering.checked(made));
    },
  };
}

function unitOf(file: string, text: string, written: GivenSettings | undefined): Unit {
  return placed(
    (start, end) => placeIn(file, text, start, end),
    () => parseUnit(text, file, { written }),
  );
}

function rootsOf(whole: Unit, units: Units): string[] {
  const { names, faults } = namesOf(whole, units);
  const problems: Problem[] = [];
  for (const [{ file = '', text }, found] of faults)
    try {
      placed(
        (start, end) => placeIn(file, text, start, end),
        () => {
          throw new FaultError(found);
        },
      );
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  if (problems.length > 0) throw new ProblemError(problems);
  return [...names];
}
