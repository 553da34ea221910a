import type { Place, Problem } from '../../problem.ts';
import { OpenQuote, splitWords, type Word } from '../ini-words.ts';
import type { Builder, GroupBuilder, Said } from '../inventory-builder.ts';
import { pythonLiteral } from './python-literal.ts';

/**
 * Reads an inventory as INI: sections `[group]`, `[group:children]` and `[group:vars]`.
 * Source: the `ini` inventory plugin of Ansible 2.14.
 */
export function readIniInventory(text: string, file: string, builder: Builder): void {
  const reader = new Reader(text, file, builder);
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    reader.line(line, index + 1);
  });
  reader.end();
}

type State = 'hosts' | 'children' | 'vars';

/** A group that was named before its declaration: what waits for it, and where. */
interface Awaited {
  parents: GroupBuilder[];
  said: Said;
}

class Reader {
  readonly #text: string;
  readonly #file: string;
  readonly #builder: Builder;
  readonly #awaited = new Map<string, Awaited>();
  #group: GroupBuilder | undefined;
  #state: State = 'hosts';

  constructor(text: string, file: string, builder: Builder) {
    this.#text = text;
    this.#file = file;
    this.#builder = builder;
    this.#group = builder.group('ungrouped');
  }

  line(raw: string, number: number): void {
    const line = raw.trim();
    const column = raw.length - raw.trimStart().length + 1;
    const place = {
      file: this.#file,
      line: number,
      column,
      length: Math.max(1, line.length),
      source: this.#text,
    };
    if (line === '' || line.startsWith('#') || line.startsWith(';')) return;
    if (line.startsWith('[') && /\](?:\s*#.*)?$/.test(line)) this.#header(line, place);
    else if (!this.#group) return;
    else if (this.#state === 'hosts') this.#hosts(line, this.#group, place);
    else if (this.#state === 'vars') this.#variable(line, this.#group, place);
    else this.#child(line, this.#group, place);
  }

  end(): void {
    for (const [name, { parents, said }] of this.#awaited) {
      const detail =
        parents.length > 0
          ? `There is no group ${name}.`
          : `${name} has variables, but no section that makes it a group.`;
      const hint = `Add a section [${name}], which may be empty.`;
      this.#refuse(detail, said.place, hint);
    }
  }

  #header(line: string, place: Place): void {
    const [, name, state = 'hosts'] = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/.exec(line) ?? [];
    this.#group = undefined;
    if (name === undefined) {
      // An IPv6 address with a port looks like a section.
      this.#refuse('A section is [group], [group:children] or [group:vars], without blanks.', place);
    } else if (state !== 'hosts' && state !== 'children' && state !== 'vars') {
      const hint = 'A section is [group], [group:children] or [group:vars].';
      this.#refuse(`\`${state}\` is no kind of section.`, place, hint);
    } else {
      this.#state = state;
      this.#open(name, state, { file: this.#file, place });
    }
  }

  /** Any section creates a group, except `[group:vars]`, which needs another section for it. */
  #open(name: string, state: State, said: Said): void {
    const isNew = !this.#builder.groups.has(this.#builder.groupName(name));
    this.#group = this.#builder.group(name, said);
    if (!this.#group) return;
    const awaited = this.#awaited.get(name);
    if (state === 'vars') {
      if (isNew && !awaited) this.#awaited.set(name, { parents: [], said });
      return;
    }
    for (const parent of awaited?.parents ?? [])
      this.#builder.addChild(parent, this.#group, awaited?.said ?? said);
    this.#awaited.delete(name);
  }

  #hosts(line: string, group: GroupBuilder, place: Place): void {
    const [pattern, ...rest] = this.#words(line, place);
    if (!pattern) return;
    if (/:$/.test(pattern.text) || pattern.text === '---') {
      this.#refuse('This looks like YAML, but the file is read as INI.', place, 'Name the file *.yaml.');
      return;
    }
    const said = { file: this.#file, place: within(place, pattern) };
    const hosts = this.#builder.addHosts(pattern.text, group, said);
    for (const word of rest) {
      const split = word.text.indexOf('=');
      if (split < 0) {
        const hint = 'After the name of a host come variables, `name=value`; quote a value with blanks.';
        this.#refuse(`\`${word.text}\` is not \`name=value\`.`, within(place, word), hint);
        continue;
      }
      const value = pythonLiteral(word.text.slice(split + 1));
      const variable = { value, place: within(place, word) };
      for (const host of hosts) host.variables.set(word.text.slice(0, split), variable);
    }
  }

  #variable(line: string, group: GroupBuilder, place: Place): void {
    const split = line.indexOf('=');
    if (split < 0) {
      this.#refuse('In a [group:vars] section each line is `name=value`.', place);
      return;
    }
    const value = line.slice(split + 1).trimStart();
    const start = line.length - value.length;
    const at = within(place, { text: value, start });
    this.#builder.setGroupVariable(group, line.slice(0, split).trim(), {
      value: pythonLiteral(value),
      place: at,
    });
  }

  #child(line: string, parent: GroupBuilder, place: Place): void {
    const [, name] = /^([^:\]\s]+)\s*(?:#.*)?$/.exec(line) ?? [];
    const said = { file: this.#file, place };
    if (name === undefined) {
      this.#refuse('In a [group:children] section each line is the name of a group.', place);
      return;
    }
    const child = this.#builder.groups.get(this.#builder.groupName(name));
    const awaited = this.#awaited.get(name);
    if (child) this.#builder.addChild(parent, child, said);
    else if (awaited) awaited.parents.push(parent);
    else this.#awaited.set(name, { parents: [parent], said });
  }

  #words(line: string, place: Place): Word[] {
    try {
      return splitWords(line, { comments: true });
    } catch (error) {
      if (!(error instanceof OpenQuote)) throw error;
      this.#refuse(error.message, place);
      return [];
    }
  }

  #refuse(detail: string, place: Place | undefined, hint?: string): void {
    const problem: Problem = { code: 'bad-inventory', summary: 'An inventory cannot be read', detail };
    this.#builder.problems.push({ ...problem, ...(place && { place }), ...(hint && { hint }) });
  }
}

function within(place: Place, { text, start }: Word): Place {
  return { ...place, column: place.column + start, length: Math.max(1, text.length) };
}
