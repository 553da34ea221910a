import { expect, it } from 'vitest';
import { defineCommand } from '../../../src/commands/command.ts';
import { run as declaration } from '../../../src/commands/declaration/run.ts';
import { typedWords } from '../../../src/commands/declaration/typed.ts';
import { runCommand } from '../../../src/commands/line.ts';
import { listening } from '../project.ts';

/** What a run is called again with, after this was typed behind `run`. */
async function again(...typed: string[]): Promise<string[]> {
  let words: string[] = [];
  const command = defineCommand(declaration, async (options, _, ...playbooks) => {
    words = typedWords(declaration, playbooks, options);
    return 0;
  });
  await runCommand(command, typed, listening().io);
  return words;
}

it.each([
  [['site.yaml'], ['site.yaml']],
  [
    ['-i', 'a', '--inventory', 'b,', 'x.yaml', 'y.yaml', '--limit=hv*'],
    ['x.yaml', 'y.yaml', '-i', 'a', '-i', 'b,', '-l', 'hv*'],
  ],
  [
    ['site.yaml', '-t', 'a,b', '-t', 'c', '-bK', '-f', '5', '-e', 'a=b c', '--format', 'junit'],
    ['site.yaml', '-t', 'a,b,c', '-e', 'a=b c', '-f', '5', '-b', '-K', '--format', 'junit'],
  ],
])('%j', async (typed, words) => {
  expect(await again(...typed)).toEqual(['run', ...words]);
  // They mean the same.
  expect(await again(...words)).toEqual(['run', ...words]);
});
