import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/commands/command.ts';
import { functions } from '../../src/commands/functions.ts';
import { keywords } from '../../src/commands/keywords.ts';
import { modules } from '../../src/commands/modules.ts';
import { run } from '../../src/commands/run.ts';
import { schema } from '../../src/commands/schema.ts';
import { MODULES } from '../../src/modules/index.ts';
import { handlerKeywords, metaKeywords, playKeywords, taskKeywords } from '../../src/playbook/keywords.ts';
import { GUIDE } from '../../src/template/expression/guide.ts';
import { TEMPLATE_FUNCTIONS } from '../../src/template/handlebars/template-functions.ts';
import { COMMANDS } from './every-command.ts';
import { argumentsOf } from './module-arguments.ts';
import { typed } from './project.ts';

describe.each(COMMANDS.map((command) => [command.name, command] as const))('%s', (name, command) => {
  it('explains itself, with an example to type', async () => {
    const { code, out, err } = await typed(command, '', '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^Usage: virtfleet ${name}\\b`));
    expect(out).toMatch(new RegExp(`\\nExamples:\\n  virtfleet ${name}\\b`));
    // Empty defaults are left out, and no default appears twice.
    expect(out).not.toMatch(/default: |default.*default/);
  });

  it('refuses an option it does not have', async () => {
    const { code, out, err } = await typed(command, '', '--bogus');
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe("error: unknown option '--bogus'\n");
  });
});

it.each([
  [['--forks', '0', 'x.yaml'], 'virtfleet run: -f, --forks <number> expects a number above 0, not "0".\n'],
  [
    ['--format', 'xml', 'x.yaml'],
    'virtfleet run: --format <format> expects text, json, ndjson or junit, not "xml".\n',
  ],
  [[], 'virtfleet run: name a playbook, or a run with --resume.\n'],
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
      .flatMap((line) => line.split(' ')[0] || []),
  ).toEqual(MODULES.map(({ name }) => name));
  for (const { name, summary, args } of MODULES) {
    const { code, out: text } = await typed(modules as Command, '', name);
    expect([code, text]).toEqual([0, expect.stringContaining(`${name}: ${summary}\n`)]);
    expect(text).toMatch(new RegExp(`\\nExample:\\n(  .*\\n)*  ${name}:`));
    if (argumentsOf(args).length > 0) expect(text).toMatch(/\nArguments:\n {2}\w[\s\S]*\nExample:\n/);
  }
});

it('modules goes down to the last argument, also of what has a name of its own', async () => {
  const { out: network } = await typed(modules as Command, '', 'network');
  expect(network).toMatch(
    /^ {6}range \(map or string or a list of them\).*\n(.*\n){3} {10}expiry \(integer, required\)/m,
  );
  const { out: bridge } = await typed(modules as Command, '', 'bridge');
  expect(bridge).toMatch(/^ {2}vlans \(map\).*\n {4}id \(integer, required\)/m);
});

it('modules explains one argument, however deep it lies', async () => {
  const { out } = await typed(modules as Command, '', 'network', 'ip.dhcp');
  expect(out).toMatch(/^network, argument ip\.dhcp:\n {2}dhcp \(map\) .*\n {4}range .*\n {6}start /);
  expect(out).not.toMatch(/^ {2,4}(dns|forward|family)\b/m);
  const { out: mac } = await typed(modules as Command, '', 'network', 'ip.dhcp.host.mac');
  expect(mac.split('\n')).toHaveLength(3);
  expect((await typed(modules as Command, '', 'sysctl', 'name')).out).toMatch(/^sysctl, argument key:\n/);
});

it.each([
  [modules, ['netwrok'], 'there is no module netwrok. Did you mean `network`?'],
  [modules, ['xyzzy'], 'there is no module xyzzy. Without a name, all modules are listed.'],
  [modules, ['guard'], 'there is no module guard. It is a key of tasks: virtfleet keywords guard.'],
  [
    modules,
    ['network', 'ip.dhcp.rnge'],
    'ip.dhcp has no argument rnge, but range, host, bootp. Did you mean `range`?',
  ],
  [modules, ['network', 'mtu.size.x'], 'mtu.size has no argument x; nothing is inside it.'],
  [keywords, ['gaurd'], 'there is no key gaurd. Did you mean `guard`?'],
  [keywords, ['network'], 'there is no key network. It is a module: virtfleet modules network.'],
  [
    keywords,
    ['confirm.port'],
    'confirm has no argument port, but gateway, addresses, ports. Did you mean `ports`?',
  ],
  [functions, ['hots'], 'there is no function hots. Did you mean `host`?'],
] as const)('%o %j is refused, with what exists', async (command, words, message) => {
  const { code, out, err } = await typed(command as Command, '/none', ...words);
  expect([code, out]).toEqual([1, '']);
  expect(err.replaceAll(/\s+/g, ' ')).toBe(`virtfleet ${command.name}: ${message} `);
});

it('keywords explains every key of plays, tasks and handlers', async () => {
  const { out } = await typed(keywords as Command, '');
  for (const schema of [playKeywords, taskKeywords, handlerKeywords, metaKeywords])
    for (const name of Object.keys(schema.shape))
      expect(out).toMatch(new RegExp(`^  ${name} \\([^]*?\\)\\s+\\S`, 'm'));
  expect((await typed(keywords as Command, '', 'disruption')).out).toMatch(
    /^Keys of a play:\n {2}disruption .*\n(.*\n)*\nKeys of a task .*\n {2}disruption /,
  );
  expect((await typed(keywords as Command, '', 'confirm.ports')).out).toContain(
    '  ports (list of string)  TCP ports',
  );
});

it('functions lists every function with an example', async () => {
  const { out } = await typed(functions as Command, '');
  for (const name of Object.keys(GUIDE)) expect(out).toContain(`  ${name}(value`);
  for (const name of Object.keys(TEMPLATE_FUNCTIONS))
    expect(out).toMatch(new RegExp(`^  \\{\\{${name}\\b`, 'm'));
  expect(out).toMatch(/\nFilters, .*:\n {2}default, (.*\n)*\nTests, .*:\n {2}defined, /);
  expect((await typed(functions as Command, '/none', 'host')).out).toMatch(
    /^ {4}host\('10\.0\.0\.0\/24', 10\) is 10\.0\.0\.10$/m,
  );
});

it('functions shows both spellings of a filter and of a test', async () => {
  const shown = async (name: string) => (await typed(functions as Command, '/none', name)).out;
  expect(await shown('regex_replace')).toMatch(
    /^ {2}regex_replace\(value, [^|]*\) or value \|\s+regex_replace\(/,
  );
  expect(await shown('subset')).toMatch(/^ {2}subset\(value, b\) or value is subset\(b\)\n/);
  expect(await shown('host')).toContain('  host(value, n) or value | host(n)\n');
});

it('help is never wider than the terminal, and not broken inside a word', async () => {
  const pages = [
    ...COMMANDS.map((command) => [command, '--help'] as const),
    ...MODULES.map(({ name }) => [modules as Command, name] as const),
    ...[modules, keywords, functions].map((command) => [command as Command] as const),
  ];
  for (const [command, ...words] of pages) {
    const [wide, narrow] = await Promise.all(
      [10_000, 80].map((width) => typed(command, '', ...words, { width })),
    );
    const isExample = (line: string) => /^ {2,}\S.*[:{]/.test(line);
    expect(narrow?.out.split('\n').filter((line) => line.length > 80 && !isExample(line))).toEqual([]);
    expect(narrow?.out.split(/\s+/)).toEqual(wide?.out.split(/\s+/));
  }
});

it('schema prints JSON that describes every module', async () => {
  const { code, out } = await typed(schema as Command, '');
  const parsed: unknown = JSON.parse(out);
  expect([code, parsed]).toEqual([0, expect.objectContaining({ type: 'array' })]);
  for (const { name } of MODULES) expect(out).toContain(`"${name}": {`);
});
