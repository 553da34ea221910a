import { expect, test } from 'vitest';
import { diffLines } from '../../src/report/diff.ts';
import { painter } from '../../src/report/paint.ts';

const PLAIN = painter(false);

function diff(before: string, after: string): string {
  return diffLines({ label: '/etc/motd', before, after }, PLAIN).join('\n');
}

test('a diff has three lines of context and says what it is of', () => {
  expect(diff('1\n2\n3\n4\n5\n6\n7\n', '1\n2\n3\n4\nfive\n6\n7\n')).toBe(`--- before: /etc/motd
+++ after: /etc/motd
@@ -2,6 +2,6 @@
 2
 3
 4
-5
+five
 6
 7`);
});

test('equal texts have no diff', () => {
  expect(diff('same\n', 'same\n')).toBe('');
});

test('a new file is all additions, and a missing newline is told', () => {
  expect(diff('', 'a')).toBe(`--- before: /etc/motd
+++ after: /etc/motd
@@ -0,0 +1,1 @@
+a
\\ No newline at end of file`);
});

test('what is in a file cannot drive the terminal', () => {
  expect(diff('', '\tx\x1b]0;title\x07\r\n')).toBe(`--- before: /etc/motd
+++ after: /etc/motd
@@ -0,0 +1,1 @@
+    x\\x1b]0;title\\x07\\r`);
});

test('texts that differ all over are told by their length', () => {
  const lines = (word: string) => Array.from({ length: 3_000 }, (_, index) => `${word} ${index}\n`).join('');
  expect(diff(lines('a'), `${lines('b')}b\n`)).toBe(`--- before: /etc/motd
+++ after: /etc/motd
(too different to show: 3000 lines → 3001 lines)`);
});

test('colours follow the sign', () => {
  expect(diffLines({ label: 'x', before: 'a\n', after: 'b\n' }, painter(true)).slice(3)).toEqual([
    '\x1b[31m-a\x1b[0m',
    '\x1b[32m+b\x1b[0m',
  ]);
});
