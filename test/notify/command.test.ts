import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runNotifyCommand } from '../../src/notify/command.ts';
import { project } from '../commands/project.ts';

const BACK = { kind: 'back', host: 'hv01', lines: [] } as const;
const NOTIFICATION = {
  ...{ run: 'run', time: '2026-11-28T12:00:00.000Z', playbook: 'site.yaml', virtfleet: '1.2.3', key: 'k' },
  events: [BACK],
};

it('a command gets the notification on its stdin', async () => {
  const path = join(project({}), 'got');
  await runNotifyCommand(`cat > '${path}'`, NOTIFICATION);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    text: 'Virtfleet drift site.yaml: 1 back\n\nBACK hv01',
    events: [{ kind: 'back', host: 'hv01' }],
  });
});

it('a command need not read', async () => {
  const events = Array.from({ length: 5_000 }, () => BACK);
  await expect(runNotifyCommand('exit 0', { ...NOTIFICATION, events })).resolves.toBeUndefined();
});

it.each([
  ['echo no such queue >&2; exit 3', 'It ended with 3: no such queue'],
  ['kill -9 $$', 'It ended with SIGKILL'],
  ['/none/mail', 'It ended with 127'],
])('one that fails is a sentence: %s', async (command, says) => {
  await expect(runNotifyCommand(command, NOTIFICATION)).rejects.toThrow(says);
});
