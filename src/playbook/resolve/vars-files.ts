import { join, resolve } from 'node:path';
import type { Findings as Found, Variables } from '../../inventory/host.ts';
import { readText } from '../../inventory/read-text.ts';
import { type Place, ProblemError } from '../../problem.ts';
import type { Scope } from '../../template/interpolation/scope.ts';
import { isMap, sortOf } from '../../template/values.ts';
import { readYaml } from '../../yaml/yaml.ts';
import { Findings } from '../findings.ts';
import type { Play } from '../model.ts';
import { readVariables } from '../read/read-variables.ts';
import { firstFile } from '../read/source-files.ts';
import { Part } from '../yaml-node.ts';

/** The files of `vars_files`; each is read once, however many hosts use it. */
export class VarsFiles {
  readonly #folder: string;
  readonly #known = new Map<string, Variables>();

  /** `folder` is that of the playbook. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The variables of a play's files for the host of `scope`; later files win. Throws ProblemError. */
  variablesOf({ varsFiles }: Play, scope: Scope): Variables {
    const files = varsFiles.map((alternatives) => {
      const named = alternatives.map(({ value: template, place }) => {
        const name = String(scope.evaluate(template));
        const paths = [resolve(this.#folder, name), resolve(join(this.#folder, 'vars'), name)];
        return { path: firstFile(paths), otherwise: paths[0] ?? '', place };
      });
      const found = named.find(({ path }) => path !== undefined) ?? named[0];
      return found ? this.read(found.path ?? found.otherwise, found.place) : {};
    });
    return Object.fromEntries(files.flatMap((variables) => Object.entries(variables)));
  }

  /** The variables of one file. Throws ProblemError. */
  read(path: string, place: Place): Variables {
    const known = this.#known.get(path) ?? variablesOfFile(path, place);
    this.#known.set(path, known);
    return known;
  }
}

/** The variables of a file that a task or play names at `place`. Throws ProblemError. */
export function variablesOfFile(path: string, place: Place): Variables {
  const found: Found = { problems: [], warnings: [] };
  const text = readText(path, found);
  if (text === undefined) throw new ProblemError(found.problems.map((problem) => ({ ...problem, place })));
  const yaml = readYaml(text, path, 'ansible');
  const findings = new Findings();
  findings.add(yaml.problems);
  const { value } = yaml;
  if (value !== undefined && value !== null && !isMap(value)) findings.add([noMap(value, yaml.placeOf([]))]);
  const variables = readVariables(new Part(yaml, [], value), findings);
  const problems = findings.list();
  if (problems.length > 0) throw new ProblemError(problems);
  return variables;
}

function noMap(value: unknown, place: Place) {
  return {
    code: 'bad-variables-file',
    summary: 'A file of variables is not a map',
    detail: `Its top is ${sortOf(value)}.`,
    place,
    hint: 'Write `name: value`, one a line.',
  };
}
