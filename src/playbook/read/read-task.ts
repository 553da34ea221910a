import type * as z from 'zod';
import { type GuardSettings, NO_GUARD } from '../../plan/guard.ts';
import { compileData } from '../../template/interpolation/data.ts';
import { adviceForTask } from '../ansible-hints.ts';
import { absentCall } from '../arguments/absent-module.ts';
import { check } from '../arguments/check-arguments.ts';
import { isController } from '../arguments/controller-paths.ts';
import { readCall } from '../arguments/module-call.ts';
import { Findings } from '../findings.ts';
import type { taskKeywords } from '../keywords.ts';
import type { Task, Until } from '../model.ts';
import type { Part } from '../yaml-node.ts';
import { includedNames } from './included-names.ts';
import { readConditions } from './inherit.ts';
import { readBase } from './read-base.ts';
import { isWith } from './read-loop.ts';
import type { Around, Reading } from './reading.ts';

/** Reads a task that calls a module; `schema` are the keywords that it may have. */
export function readTask(part: Part, schema: typeof taskKeywords, around: Around, reading: Reading): Task {
  const { findings, modules } = reading;
  const { keys, others, keywords } = keywordsOf(part, schema, findings);
  const { moduleDefaults } = around.inherited;
  const defaults = [...part.at('module_defaults').items().toReversed(), ...moduleDefaults];
  const folder = isController(part.at('delegate_to').value) ? reading.parts.folder : undefined;
  const call = findings.try(
    () => absentCall(part, others) ?? readCall(part, others, keywords, modules, { defaults, folder }),
  );
  const module = call?.definition.name ?? '';
  if (call?.definition.name === 'include_vars') call.sets = includedNames(call, around, reading);
  const { isWhole, ...base } = readBase(part, keys, { module, called: others[0] ?? module }, around, reading);
  const texts = new Findings();
  const until = texts.try(() => readUntil(part, texts));
  const verdicts = readVerdicts(part, texts);
  const problems = texts.list();
  findings.add(problems);
  return {
    ...base,
    kind: 'task',
    ...(isWhole && problems.length === 0 && call && { call }),
    ...verdicts,
    ...(until && { until }),
    ...(call?.definition.adds && {
      runOnce: { value: compileData(true, () => part.place), place: part.place },
    }),
    guard: guardOf(keys ?? {}),
  };
}

/** The keywords of a task, checked, and its other keys, of which one is to be its module. */
export function keywordsOf<S extends z.ZodObject>(part: Part, schema: S, findings: Findings) {
  const keywords = new Set(Object.keys(schema.shape));
  const written = Object.entries(part.value as object);
  const own = Object.fromEntries(written.filter(([key]) => keywords.has(key)));
  const keys = findings.try(() =>
    check(schema, own, part, { name: 'task', sort: 'key', advice: adviceForTask }),
  );
  const others = written.map(([key]) => key).filter((key) => !keywords.has(key) && !isWith(key));
  return { keys, others, keywords };
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

function readVerdicts(part: Part, findings: Findings): Pick<Task, 'changedWhen' | 'failedWhen'> {
  const given = (key: string) => part.at(key).value !== undefined;
  return {
    ...(given('changed_when') && { changedWhen: readConditions(part.at('changed_when'), findings) }),
    ...(given('failed_when') && { failedWhen: readConditions(part.at('failed_when'), findings) }),
  };
}

function readUntil(part: Part, findings: Findings): Until | undefined {
  if (part.at('until').value === undefined) return undefined;
  const number = (key: string, fallback: number) => {
    const { value = fallback, place } = part.at(key);
    return compileData(value, () => place);
  };
  return {
    conditions: readConditions(part.at('until'), findings),
    retries: number('retries', RETRIES),
    delay: number('delay', DELAY),
  };
}

/** As in Ansible. */
const RETRIES = 3;
const DELAY = 5;
