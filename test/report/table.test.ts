import { expect, test } from 'vitest';
import { tableLines } from '../../src/report/table.ts';

const HEAD = ['NAME', 'SUBNETS', 'HOSTS'];
const rows = [
  ['default', '192.168.122.0/24 fd00::/64', 'hv[01:20], hv[22:40], db'],
  ['lab', '-', 'hv21'],
];

test('a table that fits has one line a row', () => {
  expect(tableLines(HEAD, rows, 80)).toEqual([
    'NAME     SUBNETS                     HOSTS',
    'default  192.168.122.0/24 fd00::/64  hv[01:20], hv[22:40], db',
    'lab      -                           hv21',
  ]);
});

test('a wider one has its widest cells broken between words', () => {
  expect(tableLines(HEAD, rows, 50)).toEqual([
    'NAME     SUBNETS              HOSTS',
    'default  192.168.122.0/24     hv[01:20],',
    '         fd00::/64            hv[22:40], db',
    'lab      -                    hv21',
  ]);
});

test('where words are too long for that, the last column stands below', () => {
  expect(tableLines(HEAD, rows, 30)).toEqual([
    'NAME     SUBNETS',
    'default  192.168.122.0/24',
    '         fd00::/64',
    '  hv[01:20], hv[22:40], db',
    'lab      -',
    '  hv21',
  ]);
});
