import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hiddenTexts } from '../../src/hidden-texts.ts';
import { receiverName, webhookOf } from '../../src/notify/receiver.ts';
import { project } from '../commands/project.ts';

const TOKEN = 'xyzzy-plugh-0123456789';

function inFile(text: string, mode = 0o600): string {
  const path = join(project({}), 'hook');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return `@${path}`;
}

it('a file has the URL, and headers below it, and all of it is hidden', () => {
  onTestFinished(() => hiddenTexts.clear());
  const hook = webhookOf(
    inFile(`# the room\nhttps://chat.example.org/${TOKEN}\n\nAuthorization: Bearer ${TOKEN}-2\n`),
  );
  expect(hook.url.href).toBe(`https://chat.example.org/${TOKEN}`);
  expect(hook.headers).toEqual({ authorization: `Bearer ${TOKEN}-2` });
  expect(receiverName(hook)).toBe('https://chat.example.org');
  expect(hiddenTexts.conceal(`at /${TOKEN}?, ${hook.url.href}, Bearer ${TOKEN}-2`)).not.toContain('xyzzy');
});

it('an environment variable has the same', () => {
  onTestFinished(() => hiddenTexts.clear());
  const env = { HOOK: `https://chat.example.org/${TOKEN}\nAuthorization: Bearer ${TOKEN}-2\n` };
  const hook = webhookOf('$HOOK', env);
  expect([hook.url.pathname, hook.headers]).toEqual([`/${TOKEN}`, { authorization: `Bearer ${TOKEN}-2` }]);
  expect(hiddenTexts.conceal(hook.url.href)).not.toContain('xyzzy');
  expect(() => webhookOf('$NONE', env)).toThrow('there is no such environment variable.');
});

it('a login in the URL of a file becomes a header', () => {
  onTestFinished(() => hiddenTexts.clear());
  const { url, headers } = webhookOf(inFile('https://op:s%20ecret@chat.example.org/x\n'));
  expect(url.href).toBe('https://chat.example.org/x');
  expect(headers).toEqual({ authorization: `Basic ${Buffer.from('op:s ecret').toString('base64')}` });
});

it.each([
  ['slack.url', 'no @FILE or $NAME with one'],
  ['ftp://example.org/x', 'begins with https://'],
  ['https://op:secret@example.org/x', 'every user of the controller can read the password'],
  ['@/none/hook', 'there is no such file'],
])('refused is %s', (written, says) => {
  expect(() => webhookOf(written)).toThrow(says);
});

it.each([
  ['', 'its first line is no URL'],
  ['https://example.org\nBearer xyz\n', 'is no header'],
])('refused is a file of %j', (text, says) => {
  expect(() => webhookOf(inFile(text))).toThrow(says);
});

it('a file that everybody can read is refused', () => {
  expect(() => webhookOf(inFile('https://example.org\n', 0o644))).toThrow('chmod 600');
});
