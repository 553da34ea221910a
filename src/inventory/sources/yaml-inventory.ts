import type { Place, Problem } from '../../problem.ts';
import type { Path } from '../../template/interpolation/data.ts';
import { didYouMean } from '../../template/suggest.ts';
import { isMap, sortOf } from '../../template/values.ts';
import type { YamlFile } from '../../yaml/yaml.ts';
import type { Builder, GroupBuilder } from '../inventory-builder.ts';
import { variableAt } from '../variable-at.ts';

/**
 * Reads an inventory as YAML: groups at the top, each with `hosts`, `children` and `vars`.
 * Source: the `yaml` inventory plugin of Ansible 2.14. Stricter in one point: a group or host that Ansible skips is a problem.
 */
export function readYamlInventory(yaml: YamlFile, file: string, builder: Builder): void {
  const reader = new Reader(yaml, file, builder);
  builder.problems.push(...yaml.problems);
  if (yaml.value !== undefined) reader.readTop(yaml.value);
}

const SECTIONS = ['hosts', 'children', 'vars'];

class Reader {
  readonly #yaml: YamlFile;
  readonly #file: string;
  readonly #builder: Builder;

  constructor(yaml: YamlFile, file: string, builder: Builder) {
    this.#yaml = yaml;
    this.#file = file;
    this.#builder = builder;
  }

  readTop(top: unknown): void {
    if (!isMap(top)) {
      const isPlaybook = Array.isArray(top) && isMap(top[0]) && 'hosts' in top[0];
      const hint = isPlaybook
        ? 'This is a playbook: write it before -i.'
        : 'Start with `all:` and put `hosts:` or `children:` below it.';
      this.#refuse(`Its top is ${sortOf(top)}, not a map of groups.`, this.#yaml.placeOf([]), hint);
    } else if ('plugin' in top) {
      const detail = `It configures the inventory plugin ${String(top.plugin)}, which needs Ansible.`;
      const hint = 'Install Ansible here, or use its output: ansible-inventory --list > hosts.json.';
      this.#refuse(detail, this.#yaml.placeOf(['plugin']), hint);
    } else {
      for (const [name, body] of Object.entries(top)) this.#group(name, body, [name]);
    }
  }

  #group(name: string, body: unknown, path: Path): GroupBuilder | undefined {
    const group = this.#isText(path) ? this.#builder.group(name, this.#said(path)) : undefined;
    if (!group || body === null) return group;
    if (!isMap(body)) {
      const hint = 'A group has `hosts:`, `children:` or `vars:`.';
      this.#refuse(`The group ${name} is ${sortOf(body)}, not a map.`, this.#yaml.placeOf(path), hint);
      return group;
    }
    for (const key of Object.keys(body)) this.#section(group, key, body[key], [...path, key]);
    return group;
  }

  /** Sections are read in their order in the file: hosts keep the order in which they are first named. */
  #section(group: GroupBuilder, key: string, section: unknown, path: Path): void {
    if (!SECTIONS.includes(key)) this.#unknownKey(group.name, key, path);
    for (const [name, value] of this.#entries(key, section, path)) {
      const below = [...path, name];
      if (key === 'hosts') this.#hosts(name, value, group, below);
      else if (key === 'children') this.#child(name, value, group, below);
      else if (key === 'vars')
        this.#builder.setGroupVariable(group, name, variableAt(this.#yaml, below, value));
    }
  }

  #child(name: string, body: unknown, parent: GroupBuilder, path: Path): void {
    const child = this.#group(name, body, path);
    if (child) this.#builder.addChild(parent, child, this.#said(path));
  }

  #hosts(pattern: string, body: unknown, group: GroupBuilder, path: Path): void {
    if (!this.#isText(path)) return;
    const hosts = this.#builder.addHosts(pattern, group, this.#said(path));
    if (body === null) return;
    if (!isMap(body)) {
      const hint = 'Write the variables of a host as `name: value` below it.';
      this.#refuse(`The host ${pattern} is ${sortOf(body)}, not a map.`, this.#yaml.placeOf(path), hint);
      return;
    }
    for (const [key, value] of Object.entries(body)) {
      // One object for all hosts of a range: it is compiled once.
      const variable = variableAt(this.#yaml, [...path, key], value);
      for (const host of hosts) host.variables.set(key, variable);
    }
  }

  /** The entries of a section; a single name stands for itself. */
  #entries(key: string, section: unknown, path: Path): [string, unknown][] {
    if (!SECTIONS.includes(key) || section === null) return [];
    if (isMap(section)) return Object.entries(section);
    if (typeof section === 'string') return [[section, null]];
    const hint =
      key === 'vars'
        ? 'Write `name: value`, one a line.'
        : 'Write each name with a colon after it and without a dash: `name:`.';
    this.#refuse(`\`${key}:\` is ${sortOf(section)}, not a map.`, this.#yaml.placeOf(path), hint);
    return [];
  }

  #isText(path: Path): boolean {
    const key = this.#yaml.keyOf(path);
    if (typeof key === 'string' || key === undefined) return true;
    this.#refuse(`YAML reads this name as ${sortOf(key)}.`, this.#yaml.placeOfKey(path), 'Put it in quotes.');
    return false;
  }

  #unknownKey(group: string, key: string, path: Path): void {
    this.#builder.warnings.push({
      code: 'unknown-group-key',
      summary: 'A group has an unknown key',
      detail: `\`${key}\` in the group ${group} is ignored; a group has hosts, children and vars.`,
      place: this.#yaml.placeOfKey(path),
      hint: 'Put hosts below `hosts:`, groups below `children:` and variables below `vars:`.',
      ...didYouMean(key, SECTIONS),
    });
  }

  #refuse(detail: string, place: Place, hint: string): void {
    const problem: Problem = {
      code: 'bad-inventory',
      summary: 'An inventory cannot be read',
      detail,
      place,
      hint,
    };
    this.#builder.problems.push(problem);
  }

  #said(path: Path): { file: string; place: Place } {
    return { file: this.#file, place: this.#yaml.placeOfKey(path) };
  }
}
