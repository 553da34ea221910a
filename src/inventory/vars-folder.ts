import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Variable } from '../template/interpolation/variable.ts';
import { isMap, sortOf } from '../template/values.ts';
import { readYaml } from '../yaml/yaml.ts';
import type { Findings } from './host.ts';
import { isFolder } from './local-path.ts';
import { readText } from './read-text.ts';
import { variableAt } from './variable-at.ts';

type Named = ReadonlyMap<string, Variable>;

/**
 * A folder `group_vars` or `host_vars`: for each name a file NAME, NAME.yml, NAME.yaml or NAME.json, or a folder
 * NAME of such files. Files are read when they are asked for, once.
 * Source: the `host_group_vars` plugin of Ansible 2.14.
 */
export class VarsFolder {
  readonly #path: string;
  readonly #findings: Findings;
  readonly #entries: ReadonlySet<string>;
  readonly #known = new Map<string, Named>();

  constructor(path: string, findings: Findings) {
    this.#path = path;
    this.#findings = findings;
    this.#entries = new Set(list(path));
  }

  /** The variables of a group or host; of several files of a folder, the later ones win. */
  variablesOf(name: string): Named {
    const known = this.#known.get(name);
    if (known) return known;
    const files = this.#filesOf(name);
    const variables = new Map(files.flatMap((file) => [...readVariables(file, this.#findings)]));
    this.#known.set(name, variables);
    return variables;
  }

  /** Ansible reads the first that is there and nothing else. */
  #filesOf(name: string): string[] {
    const [first, ...others] = EXTENSIONS.map((ext) => name + ext).filter((entry) =>
      this.#entries.has(entry),
    );
    if (first === undefined) return [];
    const path = join(this.#path, first);
    for (const other of others) this.#findings.warnings.push(shadowed(join(this.#path, other), path));
    return isFolder(path) ? filesBelow(path) : [path];
  }
}

const EXTENSIONS = ['', '.yml', '.yaml', '.json'];

/** Files in the order of their names, those of folders in between. */
function filesBelow(folder: string): string[] {
  const names = list(folder).filter((name) => !name.startsWith('.') && !name.endsWith('~'));
  return names.sort().flatMap((name) => {
    const path = join(folder, name);
    const extension = extname(name);
    if (isFolder(path)) return extension === '' ? filesBelow(path) : [];
    return EXTENSIONS.includes(extension) ? [path] : [];
  });
}

function readVariables(file: string, findings: Findings): [string, Variable][] {
  const text = readText(file, findings);
  if (text === undefined) return [];
  if (text.startsWith('$ANSIBLE_VAULT;')) {
    findings.warnings.push(vaulted(file));
    return [];
  }
  const yaml = readYaml(text, file, 'ansible');
  const { value, problems } = yaml;
  findings.problems.push(...problems);
  if (value === undefined || value === null) return [];
  if (isMap(value)) return Object.entries(value).map(([key, inner]) => [key, variableAt(yaml, [key], inner)]);
  findings.problems.push({
    code: 'bad-variables-file',
    summary: 'A file of variables is not a map',
    detail: `Its top is ${sortOf(value)}.`,
    place: yaml.placeOf([]),
    hint: 'Write `name: value`, one a line.',
  });
  return [];
}

function shadowed(ignored: string, read: string) {
  return {
    code: 'shadowed-variables-file',
    summary: 'A file of variables is not read',
    detail: `${ignored} is ignored, as in Ansible, because ${read} is there.`,
    hint: 'Move the one into the folder, or join the two.',
  };
}

function vaulted(file: string) {
  return {
    code: 'vaulted-file',
    summary: 'An encrypted file is not read',
    detail: `${file} was encrypted by ansible-vault; its variables are not there.`,
    hint: 'Give its password with --vault-password-file FILE, or with -J to be asked.',
  };
}

function list(folder: string): string[] {
  return isFolder(folder) ? readdirSync(folder) : [];
}
