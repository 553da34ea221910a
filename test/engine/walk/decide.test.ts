import { expect, it } from 'vitest';
import { decide } from '../../../src/engine/walk/decide.ts';
import { ProblemError } from '../../../src/problem.ts';

const wrong = () => {
  const place = { file: 'play.yaml', line: 3, column: 9 };
  throw new ProblemError([
    { code: 'x', summary: 'No such key', detail: 'It is rc.', place, hint: 'Mend it.' },
  ]);
};

it('the status of the program decides where the playbook says nothing, and then it changed something', () => {
  expect(decide({}, false, {})).toEqual({ failed: false, changed: true });
  expect(decide({}, true, {})).toEqual({ failed: true, changed: true });
});

it('the playbook has the last word, on the result with what the status says', () => {
  expect(decide({ changedWhen: false, failedWhen: false }, true, {})).toEqual({
    failed: false,
    changed: false,
  });
  const both = {
    changedWhen: ({ rc }: { rc?: unknown }) => rc === 2,
    failedWhen: ({ failed }: { failed?: unknown }) => !failed,
  };
  expect(decide(both, true, { rc: 2 })).toEqual({ failed: false, changed: true });
  expect(decide(both, false, { rc: 1 })).toEqual({ failed: true, changed: false });
});

it('a mistake that only comes up with the result is told with its place', () => {
  expect(decide({ changedWhen: wrong }, false, {})).toEqual({
    mistake: 'No such key: It is rc.\nplay.yaml:3:9\nMend it.',
  });
});
