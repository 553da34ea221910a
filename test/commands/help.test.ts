import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/commands/command.ts';
import { drift } from '../../src/commands/drift.ts';
import { inventory } from '../../src/commands/inventory.ts';
import { modules } from '../../src/commands/modules.ts';
import { networks } from '../../src/commands/networks.ts';
import { render } from '../../src/commands/render.ts';
import { run } from '../../src/commands/run.ts';
import { schema } from '../../src/commands/schema.ts';
import { show } from '../../src/commands/show.ts';
import { MODULES } from '../../src/modules/index.ts';
import { typed } from './project.ts';

const COMMANDS: readonly Command[] = [run, drift, networks, show, render, inventory, modules, schema].map(
  (command) => command as Command,
);

describe.each(COMMANDS.map((command) => [command.name, command] as const))('%s', (name, command) => {
  it('explains itself, with an example to type', async () => {
    const { code, out, err } = await typed(command, '', '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^Usage: virtfleet ${name}\\b`));
    expect(out).toMatch(new RegExp(`\\nExamples:\\n  virtfleet ${name}\\b`));
    // Emptiness is no default worth a line, and none is told twice.
    expect(out).not.toMatch(/default: |default.*default/);
  });

  it('refuses an option it does not have', async () => {
    const { code, out, err } = await typed(command, '', '--bogus');
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe("error: unknown option '--bogus'\n");
  });
});

it.each([
  [['--forks', '0', 'x.yaml'], 'virtfleet run: -f, --forks <number> wants a number above 0, not "0".\n'],
  [['--format', 'xml', 'x.yaml'], 'virtfleet run: --format <format> wants text or json, not "xml".\n'],
  [[], "error: missing required argument 'playbook'\n"],
  [['x.yaml', '-i'], "error: option '-i, --inventory <source>' argument missing\n"],
])('run %j is not understood', async (words, err) => {
  expect(await typed(run as Command, '', ...words)).toEqual({ code: 1, out: '', err });
});

it('modules lists every module, and explains each with its example', async () => {
  const { out } = await typed(modules as Command, '');
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(MODULES.map(({ name }) => name));
  for (const { name, summary } of MODULES) {
    const { code, out: text } = await typed(modules as Command, '', name);
    expect([code, text]).toEqual([0, expect.stringContaining(`${name}: ${summary}\n`)]);
    expect(text).toMatch(new RegExp(`\\nArguments:\\n  \\w[^]*\\nExample:\\n(  .*\\n)*  ${name}:`));
  }
});

it('modules goes down to the last argument, also of what has a name of its own', async () => {
  const { out: network } = await typed(modules as Command, '', 'network');
  expect(network).toMatch(/^ {6}range \(list of map or map\).*\n(.*\n){3} {10}expiry \(integer, required\)/m);
  const { out: bridge } = await typed(modules as Command, '', 'bridge');
  expect(bridge).toMatch(/^ {2}vlans \(map\).*\n {4}id \(integer, required\)/m);
});

it('modules knows no others', async () => {
  expect(await typed(modules as Command, '', 'netwrok')).toEqual({
    code: 1,
    out: '',
    err: 'virtfleet modules: there is no module netwrok; without a name all are listed.\n',
  });
});

it('schema prints JSON that describes every module', async () => {
  const { code, out } = await typed(schema as Command, '');
  const parsed: unknown = JSON.parse(out);
  expect([code, parsed]).toEqual([0, expect.objectContaining({ type: 'array' })]);
  for (const { name } of MODULES) expect(out).toContain(`"${name}": {`);
});
