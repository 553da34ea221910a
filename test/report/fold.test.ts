import { expect, test } from 'vitest';
import { listed, ranges } from '../../src/report/fold.ts';

test.each<[string[], string[]]>([
  [['hv01', 'hv02', 'hv03'], ['hv[01:03]']],
  [
    ['hv01', 'hv02'],
    ['hv01', 'hv02'],
  ],
  [['hv8', 'hv9', 'hv10', 'hv11'], ['hv[8:11]']],
  [['hv08', 'hv09', 'hv10'], ['hv[08:10]']],
  [
    ['hv01', 'hv2', 'hv03'],
    ['hv01', 'hv2', 'hv03'],
  ],
  [
    ['a1.lan', 'a2.lan', 'a3.lan', 'a4.net'],
    ['a[1:3].lan', 'a4.net'],
  ],
  [
    ['hv03', 'hv01', 'hv02', 'hv04', 'db'],
    ['db', 'hv[01:04]'],
  ],
  [['a\x1b1', 'a\x1b2', 'a\x1b3'], ['a\\x1b[1:3]']],
])('%j folds to %j', (names, folded) => {
  expect(ranges(names)).toEqual(folded);
});

test.each<[string[], number, string]>([
  [['aa', 'bb', 'cc'], 10, 'aa, bb, cc'],
  [['aaaa', 'bbbb', 'cccc', 'dddd'], 21, 'aaaa … and 3 more'],
  [['aaaa', 'bbbb', 'cccc', 'dddd'], 1, 'aaaa … and 3 more'],
  [['aaaa', 'bbbb'], 1, 'aaaa, bbbb'],
  [['longer-than-it-all'], 5, 'longer-than-it-all'],
])('%j in %i columns is %j', (words, width, text) => {
  expect(listed(words, width)).toBe(text);
});
