import { expect, it } from 'vitest';
import { expandHosts } from '../../src/inventory/expand.ts';

it.each([
  ['hv01', ['hv01']],
  ['hv[1:3]', ['hv1', 'hv2', 'hv3']],
  ['hv[08:10]', ['hv08', 'hv09', 'hv10']],
  ['hv[:2]', ['hv0', 'hv1', 'hv2']],
  ['hv[1:6:2].lab', ['hv1.lab', 'hv3.lab', 'hv5.lab']],
  ['[a:c]x', ['ax', 'bx', 'cx']],
  ['r[a:b]n[1:2]', ['ran1', 'ran2', 'rbn1', 'rbn2']],
  // As Ansible 2.14 has it.
  ['hv[5:1]', []],
  ['b[5:1:-1]', ['b5', 'b4', 'b3']],
  ['fe80::1', ['fe80::1']],
  ['a name', ['a name']],
])('%s names %j', (pattern, names) => {
  expect(expandHosts(pattern)).toEqual({ names });
});

it.each([
  ['hv01:2222', ['hv01'], 2222],
  ['10.0.0.[1:2]:22', ['10.0.0.1', '10.0.0.2'], 22],
  ['[2001:db8::1]:22', ['2001:db8::1'], 22],
])('%s has a port', (pattern, names, port) => {
  expect(expandHosts(pattern)).toEqual({ names, port });
});

it.each([
  ['hv[1:', 'not closed'],
  ['hv[1]', 'begin:end'],
  ['hv[1:2:3:4]', 'begin:end'],
  ['hv[1:]', 'needs an end'],
  ['hv[1:j]', 'number to a number'],
  ['hv[1:5:0]', 'step'],
  ['[c:a]', 'not after its end'],
  ['hv[01:100]', 'as many digits'],
  ['hv[0:999999999]', 'more than 100000'],
  ['[0:999][0:999]', 'more than 100000'],
])('%s is refused', (pattern, reason) => {
  expect(() => expandHosts(pattern)).toThrow(reason);
});
