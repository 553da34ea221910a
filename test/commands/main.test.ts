import { expect, it } from 'vitest';
import { DECLARATIONS } from '../../src/commands/declaration/index.ts';
import { main } from '../../src/commands/main/main.ts';
import { COMMANDS } from './every-command.ts';
import { listening } from './project.ts';

async function virtfleet(...argv: string[]) {
  const { printed, io } = listening();
  return { code: await main(argv, io), ...printed };
}

it.each([[[]], [['--help']], [['-h']], [['help']]])(
  '%j lists every command within 80 columns',
  async (argv) => {
    const { code, out, err } = await virtfleet(...argv);
    expect([code, err]).toEqual([0, '']);
    const lines = out.split('\n');
    for (const { name, summary } of DECLARATIONS)
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^ {2}${name} +${escaped(summary)}$`)));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  },
);

it('every declared command has an action, and every action a declaration', () => {
  const names = DECLARATIONS.map(({ name }) => name);
  expect(COMMANDS.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

it.each(DECLARATIONS)('help $name is $name --help', async ({ name, summary }) => {
  const help = await virtfleet('help', name);
  expect(help).toEqual(await virtfleet(name, '--help'));
  expect(help).toMatchObject({ code: 0, err: '' });
  expect(help.out).toContain(`${summary}.`);
});

it.each(['--version', '-V'])('%s prints the version', async (word) => {
  expect(await virtfleet(word)).toEqual({ code: 0, out: 'virtfleet 1.2.3\n', err: '' });
});

it('an unknown command is refused, with the one that was meant', async () => {
  expect(await virtfleet('netwroks')).toEqual({
    code: 1,
    out: '',
    err: 'virtfleet: there is no command "netwroks". Did you mean `networks`?\n\nvirtfleet --help lists all commands.\n',
  });
});

it('an unknown command that resembles none gets the overview', async () => {
  const { code, out, err } = await virtfleet('toString');
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^virtfleet: there is no command "toString"\.\n\nVirtfleet .*\n\nUsage: /);
});

function escaped(text: string): string {
  return text.replaceAll(/[()[\]]/g, '\\$&');
}
