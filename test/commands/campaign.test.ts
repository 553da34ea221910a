import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MODULES } from '../../src/modules/index.ts';
import { bundled } from '../bundled.ts';
import { sampled } from '../sampled.ts';
import { type Mistake, mistakesOf } from './mistakes.ts';
import { type WrongTask, wrongKeys, wrongTasks } from './wrong-arguments.ts';

const FILES = {
  'files/tune.sh': '#!/bin/sh\n',
  'files/web': '',
  'templates/motd.hbs': '',
  'templates/web': '',
};
const TRIED = [
  ...MODULES.map((module) => ({ name: module.name, tried: wrongTasks(module) })),
  { name: 'keys of a task', tried: wrongKeys() },
];
const ALL = TRIED.map((each) => ({ ...each, wrong: each.tried.flatMap(({ tasks }) => tasks) }));

/** So many mistakes are found within seconds, but for a machine that has much else to do. */
const TIMEOUT = 300_000;
const PART = 250;
const PARTS = ALL.map(({ name, wrong }) => ({
  name,
  wrong: sampled(wrong, Math.ceil(wrong.length / 6)),
})).flatMap(({ name, wrong }) =>
  Array.from({ length: Math.ceil(wrong.length / PART) }, (_, part) => ({
    name: `${name}, part ${part + 1}`,
    wrong: wrong.slice(part * PART, (part + 1) * PART),
  })),
);

/** What is wrong with what is said of a wrong task; nothing where it helps. */
function faultOf({ way, path, meant, task }: WrongTask, mistakes: readonly Mistake[]): string | undefined {
  const said = mistakes.map(({ text }) => text);
  const fault = (what: string) => `${what}: ${task}\n  ${said.join('\n  ')}`;
  if (way === 'odd') return undefined;
  if (said.length === 0) return fault('accepted');
  if (said.some((text) => EXPRESSION.test(text))) return undefined;
  const names =
    way === 'name' || way === 'nesting'
      ? [`no argument \`${path.at(-1)}\``, `no key \`${path.at(-1)}\``]
      : prefixes(path);
  if (!said.some((text) => names.some((name) => text.includes(name)))) return fault('not named');
  if (!said.every((text) => ALLOWED.test(text))) return fault('what is allowed is not said');
  if (said.some((text) => RIDDLE.test(text))) return fault('no sentence');
  const near =
    meant !== undefined &&
    said.some(
      (text) =>
        text.includes(`\`${meant}\`?`) ||
        BELONGS.test(text) ||
        (way === 'nesting' && /Did you mean/.test(text)),
    );
  return meant !== undefined && !near ? fault('the right word is not said') : undefined;
}

/** Of the keys of tasks, `virtfleet keywords` has the list. */
const ALLOWED = /A task has no key|; expected \S|; it has \S| needs \S|holds a character/;
const BELONGS = /hint: `[^`]+` belongs |hint: `[^`]+` is a key of the task/;
/** A text that is an expression is read before anything is known of its value. */
const EXPRESSION = /^An expression cannot be read \S/;
/** A value that a program forgot; `undefined` is also a state of Ansible's modules for libvirt. */
const RIDDLE = /expected (must|holds|no )|\bis undefined\b|expected undefined\b|\[object/;

/** The names of an argument and of what it is in, as messages have them. */
function prefixes(path: WrongTask['path']): string[] {
  const whole = path.join('.');
  const outer = path.slice(0, -1).join('.');
  return [`\`${whole}\``, `\`${whole}.`, ...(outer === '' ? [] : [`\`${outer}\` needs`])];
}

describe('every argument of every module, and every key of a task, wrong in every way', () => {
  it.each(PARTS)(
    '$name',
    async ({ wrong }) => {
      const found = await mistakesOf([...new Set(wrong.map(({ task }) => task))], FILES);
      const faults = wrong.flatMap((each) => faultOf(each, found.get(each.task) ?? []) ?? []);
      expect(faults.join('\n')).toBe('');
    },
    TIMEOUT,
  );

  it('is wrong in at least three ways', () => {
    expect(ALL.reduce((sum, { wrong }) => sum + wrong.length, 0)).toBeGreaterThan(3000);
    const few = TRIED.slice(0, MODULES.length).flatMap(({ name, tried }) =>
      tried
        .filter(
          ({ isRestricted, tasks }) => isRestricted && tasks.filter(({ way }) => way !== 'odd').length < 3,
        )
        .map(({ path }) => `${name} ${path.join('.')}`),
    );
    expect(few).toEqual([]);
  });

  it(
    'as processes: all mistakes of a playbook, and exit code 1',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
      try {
        const tasks = ALL.flatMap(({ wrong }) => wrong.find(({ way }) => way === 'type')?.task ?? []);
        const path = join(folder, 'site.yaml');
        writeFileSync(
          path,
          ['- hosts: all', '  tasks:', ...tasks.map((task) => `    - ${task}`), ''].join('\n'),
        );
        const cli = await bundled(join(import.meta.dirname, '../../src/cli.ts'));
        const words = [cli, 'run', path, '-i', 'hv01,', '--syntax-check'];
        const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
        expect(stderr).not.toContain('This is a bug');
        expect(status).toBe(1);
        const places = [...stderr.matchAll(/site\.yaml:(\d+):/g)].map(([, line]) => Number(line) - 2);
        expect(new Set(places).size).toBe(tasks.length);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    TIMEOUT,
  );
});
