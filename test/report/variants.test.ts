import { expect, test } from 'vitest';
import { grouped } from '../../src/report/groups.ts';
import { foldedText, outline } from '../../src/report/variants.ts';
import { change, outcome } from './outcomes.ts';

test.each<[string[], string]>([
  [['same', 'same'], 'same'],
  [['172.16.50.11/24', '172.16.50.9/24'], '172.16.50.{9, 11}/24'],
  [['a.9', 'a.10', 'a.11', 'a.12'], 'a.{9…12}'],
  [
    ['mac 52:54:00:aa:bb:0a', 'mac 52:54:00:aa:bb:0b', 'mac 52:54:00:aa:bb:10', 'mac 52:54:00:aa:bb:ff'],
    'mac 52:54:00:aa:bb:{0a…ff}',
  ],
  [['kvm01.lan is off', 'kvm02.lan is off', 'kvm03.lan is off', 'kvm09.lan is off'], 'kvm{01…09}.lan is off'],
  [['on alpha', 'on beta', 'on gamma', 'on delta'], 'on {alpha, beta … 2 more}'],
  [['one', 'two words'], '{one, two words}'],
  [['a-b', 'a.b'], '{a-b, a.b}'],
])('%j are %s', (texts, folded) => {
  expect(foldedText(texts)).toBe(folded);
});

test('an outline has neither the own name nor numbers nor addresses', () => {
  const of = (host: string, address: string, mac: string) =>
    outline(`${host} has ${address} at ${mac} on eth0`, host);
  expect(of('alpha', 'fd00::a', '52:54:00:aa:bb:cc')).toBe(of('beta', 'fd00::1:2', '52:54:00:00:00:01'));
  expect(outline('refused', 'a')).not.toBe(outline('timed out', 'a'));
});

test('an outline of a long text is made in one go through it', () => {
  for (const letter of ['x', 'a', 'a:', '1']) {
    const text = letter.repeat(500_000);
    expect(outline(text, 'host')).toBe(letter === 'x' || letter === 'a' ? text : '#');
  }
});

const addresses = (count: number, after = (index: number) => `10.0.0.${index}`) =>
  Array.from({ length: count }, (_, index) =>
    outcome(`hv${index + 1}`, {
      status: 'changed',
      changes: [change('address', { after: after(index + 1) })],
    }),
  );
const told = (outcomes: ReturnType<typeof addresses>, expand = false) =>
  grouped(outcomes, { expand }).map(
    ({ hosts, shown }) => `${hosts.length} ${shown.changes[0]?.after ?? shown.message}`,
  );

test('a few variants stand side by side, more are folded', () => {
  expect(told(addresses(3))).toEqual(['1 10.0.0.1', '1 10.0.0.2', '1 10.0.0.3']);
  expect(told(addresses(4))).toEqual(['4 10.0.0.{1…4}']);
  expect(told(addresses(4), true)).toHaveLength(4);
});

test('what half of the hosts say to the letter is not folded with the outliers', () => {
  expect(told(addresses(20, (index) => (index > 4 ? '10.0.0.9' : `10.0.0.${index}`)))).toEqual([
    '16 10.0.0.9',
    '4 10.0.0.{1…4}',
  ]);
});

test('reasons that differ in words stay apart', () => {
  const failed = ['no such file', 'timed out', 'refused', 'denied', 'busy'].map((message, index) =>
    outcome(`hv${index}`, { status: 'failed', message }),
  );
  expect(grouped(failed)).toHaveLength(5);
});
