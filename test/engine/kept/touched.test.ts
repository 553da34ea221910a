import { expect, it } from 'vitest';
import { touchedBy } from '../../../src/engine/kept/touched.ts';
import { type Change, NO_IMPACT } from '../../../src/plan/change.ts';
import { fileModule, task } from '../task.ts';

function written(path: string): Change {
  return {
    ...{ action: 'create', proof: 'observed', what: `file ${path}`, before: null, after: 'present' },
    ...{ impact: NO_IMPACT, predictions: [] },
    steps: [{ do: 'write', path, content: 'x', mode: '0644' }],
  };
}

it('a path that a line of what is kept cannot hold is reported as what does not come back', () => {
  const one = task(
    fileModule(() => []),
    { path: '/a', content: 'x' },
  );
  const changes = ['/etc/plain', '/etc/a\tb', '/etc/a\nb'].map(written);
  const { paths, beyond } = touchedBy(one, { changes });
  expect(paths).toEqual(['/etc/plain']);
  expect(beyond).toEqual(['file /etc/a\tb', 'file /etc/a\nb']);
});
