import type * as z from 'zod';
import type { AnyModule } from '../../modules/module.ts';
import { type GuardSettings, NO_GUARD } from '../../plan/guard.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import { compileCondition } from '../../template/interpolation/condition.ts';
import { compileData } from '../../template/interpolation/data.ts';
import { isMap, sortOf } from '../../template/values.ts';
import { adviceForTask } from '../ansible-hints.ts';
import { check } from '../arguments/check-arguments.ts';
import { readCall } from '../arguments/module-call.ts';
import { Findings } from '../findings.ts';
import { flushKeywords, handlerKeywords, taskKeywords } from '../keywords.ts';
import type { Condition, Flush, Handler, Loop, ModuleCall, Task } from '../model.ts';
import type { Part } from '../yaml-node.ts';
import { readNames, readVariables } from './read-variables.ts';

/** Gives each task of a playbook a name of its own. */
export class TaskIds {
  readonly #taken = new Map<string, number>();

  take(name: string): string {
    const count = (this.#taken.get(name) ?? 0) + 1;
    this.#taken.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  }
}

/** Reads tasks; what is wrong with one is collected, and the task is kept without what could not be read. */
export class TaskReader {
  readonly findings: Findings;
  readonly #modules: readonly AnyModule[];
  /** Tags of the play. */
  readonly #tags: readonly string[];
  readonly #ids: TaskIds;

  constructor(modules: readonly AnyModule[], tags: readonly string[], ids: TaskIds, findings: Findings) {
    this.#modules = modules;
    this.#tags = tags;
    this.#ids = ids;
    this.findings = findings;
  }

  tasks(list: Part): (Task | Flush)[] {
    return list.items().flatMap((part) => (this.#isMap(part) ? [this.#taskOrFlush(part)] : []));
  }

  handlers(list: Part): Handler[] {
    return list.items().flatMap((part) => {
      if (!this.#isMap(part)) return [];
      const names = [...part.at('name').texts(), ...part.at('listen').texts()];
      if (names.length === 0) this.findings.add([unnamed(part)]);
      return [{ names, task: this.#task(part, handlerKeywords) }];
    });
  }

  #taskOrFlush(part: Part): Task | Flush {
    if (part.at('flush_handlers').value === undefined) return this.#task(part, taskKeywords);
    this.findings.try(() => check(flushKeywords, part.value, part, { name: 'flush_handlers', sort: 'key' }));
    return { kind: 'flush_handlers' };
  }

  #task(part: Part, schema: typeof taskKeywords): Task {
    const { findings } = this;
    const keywords = new Set(Object.keys(schema.shape));
    const written = Object.entries(part.value as object);
    const own = Object.fromEntries(written.filter(([key]) => keywords.has(key)));
    const keys = findings.try(() =>
      check(schema, own, part, { name: 'task', sort: 'key', advice: adviceForTask }),
    );
    const others = written.map(([key]) => key).filter((key) => !keywords.has(key));
    const call = findings.try(() => readCall(part, others, keywords, this.#modules));
    const texts = new Findings();
    const name = texts.try(() => readName(part.at('name')));
    const conditions = (key: string) => readConditions(part.at(key), texts);
    const when = conditions('when');
    const verdicts = texts.try(() => readVerdicts(part, call, conditions));
    const loop = keys && texts.try(() => readLoop(part, keys));
    const vars = keys && readVariables(part.at('vars'), texts);
    findings.add(texts.list());
    const isWhole = keys && texts.list().length === 0;
    return {
      kind: 'task',
      id: this.#ids.take(name?.text ?? call?.definition.name ?? ''),
      place: part.place,
      ...(name && { name }),
      ...(isWhole && call && { call }),
      when,
      ...verdicts,
      ...(loop && { loop }),
      ...(typeof own.register === 'string' && { register: own.register }),
      notify: part
        .at('notify')
        .items()
        .flatMap((one) => one.texts().map((value) => ({ value, place: one.place }))),
      tags: [...this.#tags, ...readNames(part.at('tags'))],
      vars: vars ?? {},
      ignoreErrors: keys?.ignore_errors ?? false,
      ...(keys?.no_log !== undefined && { noLog: keys.no_log }),
      guard: guardOf(keys ?? {}),
      ...(keys?.become !== undefined && { become: keys.become }),
      ...(keys?.disruption && { consent: keys.disruption }),
    };
  }

  #isMap(part: Part): boolean {
    if (isMap(part.value)) return true;
    this.findings.add([notATask(part)]);
    return false;
  }
}

function guardOf({ guard, confirm_timeout, confirm = {} }: z.output<typeof taskKeywords>): GuardSettings {
  const { gateway, addresses, ports } = NO_GUARD.confirm;
  return {
    always: guard ?? NO_GUARD.always,
    seconds: confirm_timeout ?? NO_GUARD.seconds,
    confirm: {
      gateway: confirm.gateway ?? gateway,
      addresses: confirm.addresses ?? addresses,
      ports: confirm.ports ?? ports,
    },
  };
}

function readName(part: Part): Task['name'] {
  const text = part.value;
  return typeof text === 'string' ? { text, template: compileData(text, () => part.place) } : undefined;
}

function readConditions(part: Part, findings: Findings): Condition[] {
  return part.items().flatMap((one) => findings.try(() => readCondition(one)) ?? []);
}

function readVerdicts(
  part: Part,
  call: ModuleCall | undefined,
  conditions: (key: string) => Condition[],
): Pick<Task, 'changedWhen' | 'failedWhen'> {
  const given = ['changed_when', 'failed_when'].filter((key) => part.at(key).value !== undefined);
  if (call && !call.definition.opaque && given.length > 0)
    throw new ProblemError(given.map((key) => knowsItself(part.at(key), key, call.definition.name)));
  return {
    ...(given.includes('changed_when') && { changedWhen: conditions('changed_when') }),
    ...(given.includes('failed_when') && { failedWhen: conditions('failed_when') }),
  };
}

function knowsItself(part: Part, key: string, module: string): Problem {
  return {
    code: 'misplaced-key',
    summary: 'A key belongs to another module',
    detail: `\`${key}\` is for command, shell, script and uri; \`${module}\` looks again at what it did.`,
    place: part.keyPlace,
    hint: 'Remove it. To react to the outcome, register it and use when or the assert module.',
  };
}

function readCondition(part: Part): Condition {
  const text = String(part.value);
  return { text, template: compileCondition(text, part.place) };
}

function readLoop(part: Part, { loop_control: control }: Looping): Loop | undefined {
  const list = part.at('loop');
  if (list.value === undefined) return undefined;
  if (typeof list.value === 'string' && !list.value.includes('{{')) throw new ProblemError([bareLoop(list)]);
  const label = part.at('loop_control').at('label');
  return {
    items: { value: compileData(list.value, (path) => list.placeOf(path)), place: list.place },
    variable: control?.loop_var ?? 'item',
    ...(control?.index_var && { index: control.index_var }),
    ...(control?.label && { label: compileData(control.label, () => label.place) }),
  };
}

interface Looping {
  loop_control?: LoopControl | undefined;
}

interface LoopControl {
  loop_var?: string | undefined;
  index_var?: string | undefined;
  label?: string | undefined;
}

function bareLoop(list: Part): Problem {
  return {
    code: 'invalid-key',
    summary: 'A key has a value it cannot have',
    detail: '`loop` is text; expected a list.',
    place: list.place,
    hint: `Write it as an expression: loop: "{{ ${list.value} }}".`,
  };
}

function notATask(part: Part): Problem {
  return {
    code: 'not-a-task',
    summary: 'A task is not a map',
    detail: `It is ${sortOf(part.value)}.`,
    place: part.place,
    hint: 'Write `- name: …` and below it the module with its arguments.',
  };
}

function unnamed(part: Part): Problem {
  return {
    code: 'unnamed-handler',
    summary: 'A handler has no name',
    detail: 'Nothing could notify it.',
    place: part.place,
    hint: 'Give it a name, or something to listen to.',
  };
}
