import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkSchemas } from '../../src/commands/relax-ng.ts';
import type { RenderedFile } from '../../src/commands/rendered.ts';
import { task, writes } from '../engine/task.ts';
import { project } from './project.ts';

/** Holds a network against a schema that is there, with a program in the place of xmllint. */
function checked(...xmllint: string[]): () => void {
  const folder = project({ 'network.rng': '<grammar/>' });
  const file = {
    host: 'hv01',
    name: 'network.xml',
    text: '<network/>',
    schema: 'network.rng',
    task: task(writes, {}),
  } as unknown as RenderedFile;
  return () => checkSchemas([file], { folders: [folder], xmllint });
}

it.each([
  [
    'that ends with its own failure',
    ['sh', '-c', 'echo "network.rng:1: failed to load" >&2; exit 5'],
    'failed to load',
  ],
  ['that dies', ['sh', '-c', 'kill -KILL $$'], 'it ended with SIGKILL'],
  ['that may not be run', [join(import.meta.dirname, 'relax-ng.test.ts')], 'EACCES'],
])('an xmllint %s finds no network right', (_, xmllint, said) => {
  expect(checked(...xmllint)).toThrow(said);
});

it('one that finds a fault says so, and one that is not there is not asked', () => {
  // Its last argument is the file.
  const faulty =
    'for file; do :; done; echo "$file:1: element a: Relax-NG validity error : not so" >&2; exit 3';
  expect(checked('sh', '-c', faulty, 'sh')).toThrow("libvirt's own schema refuses the XML");
  expect(checked('/no/such/xmllint')).not.toThrow();
});
