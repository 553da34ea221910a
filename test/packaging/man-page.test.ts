import { describe, expect, it } from 'vitest';
import { commandPage, mainPage } from '../../packaging/man-page.ts';
import { declare } from '../../src/commands/declaration/declaration.ts';
import { DECLARATIONS } from '../../src/commands/declaration/index.ts';
import { flag, path, shownOptions } from '../../src/commands/declaration/option.ts';

const HEAD = { version: '1.2.3', epoch: 1_795_937_495 };

it('a command is a page with what its declaration says', () => {
  const declaration = declare({
    name: 'look-at',
    summary: 'Look at a file',
    details: '.hidden ones and C:\\paths are text.',
    arguments: '<file...> [other]',
    options: {
      file: path('-f, --from-file <file>', "where from; 'here' if absent"),
      all: flag('--all', 'all of it'),
    },
    examples: ['virtfleet look-at x', '.x'],
  });
  expect(commandPage(declaration, HEAD).split('\n')).toEqual([
    '.TH VIRTFLEET\\-LOOK\\-AT 1 2026-11-29 "Virtfleet 1.2.3" "User Commands"',
    '.SH NAME',
    'virtfleet\\-look\\-at \\- Look at a file',
    '.SH SYNOPSIS',
    '.B virtfleet look\\-at',
    '[\\fIoptions\\fR] \\fIfile...\\fR [\\fIother\\fR]',
    '.SH DESCRIPTION',
    'Look at a file. .hidden ones and C:\\epaths are text.',
    '.SH OPTIONS',
    '.TP',
    '\\fB\\-f\\fR, \\fB\\-\\-from\\-file\\fR \\fIfile\\fR',
    "Where from; 'here' if absent.",
    '.TP',
    '\\fB\\-\\-all\\fR',
    'All of it.',
    '.TP',
    '\\fB\\-h\\fR, \\fB\\-\\-help\\fR',
    'Explain this command.',
    '.SH EXAMPLES',
    '.nf',
    'virtfleet look\\-at x',
    '\\&.x',
    '.fi',
    '.SH SEE ALSO',
    '.BR virtfleet (1)',
    '',
  ]);
});

describe('every command', () => {
  it('stands on the main page', () => {
    const text = mainPage(DECLARATIONS, [['3', 'Differences']], HEAD);
    for (const { name } of DECLARATIONS)
      expect(text).toContain(`.BR virtfleet\\-${name.replaceAll('-', '\\-')} (1)\n`);
    expect(text).toContain('.TP\n.B 3\nDifferences\n');
  });

  it.each(DECLARATIONS.map((one) => [one.name, one] as const))(
    '%s has a page with all flags',
    (_name, one) => {
      const text = commandPage(one, HEAD).replaceAll(/\\f[BIR]|\\(?=-)/g, '');
      const flags = shownOptions(one.options).map((option) => option.flags.replaceAll(/[<>[\]]/g, ''));
      for (const written of flags) expect(text).toContain(`.TP\n${written}\n`);
    },
  );
});
