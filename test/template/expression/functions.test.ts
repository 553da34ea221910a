import { expect, test } from 'vitest';
import { FUNCTIONS } from '../../../src/template/expression/functions.ts';
import { MACROS } from '../../../src/template/expression/macros.ts';
import { compileText } from '../../../src/template/interpolation/text.ts';

test.each([...FUNCTIONS, ...MACROS].map(({ signature, example }) => [signature, example] as const))(
  'the example of %s',
  (signature, [expression, result]) => {
    expect(expression).toContain(/(\w+)\(/.exec(signature)?.[1]);
    expect(compileText(`{{ ${expression} }}`).evaluate({})).toEqual(result);
  },
);
