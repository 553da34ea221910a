import { expect, it } from 'vitest';
import { HOSTS, onEach, run, write } from './two-hosts.ts';

const DAEMONS = ['libvirtd.socket', 'libvirtd-ro.socket', 'libvirtd-admin.socket', 'libvirtd.service'].join(
  ' ',
);
const tasks = [
  { name: 'The sockets', service: { name: 'libvirtd.socket', state: 'started' } },
  { name: 'The read-only socket', service: { name: 'libvirtd-ro.socket', state: 'started' } },
  { name: 'The network', network: { name: 'late', ip: { address: '10.44.0.1/24' } } },
];

it('a stopped libvirtd is no obstacle to the tasks that start it, and to the network behind them', async () => {
  await onEach(`systemctl stop ${DAEMONS}`);
  write(tasks);
  const check = await run('--check', '--format', 'json');
  expect(check).toMatchObject({ code: 0, stderr: '' });
  for (const host of HOSTS)
    expect(
      JSON.parse(check.stdout).tasks.filter((task: { host: string }) => task.host === host),
    ).toMatchObject([
      { status: 'would-change' },
      { status: 'would-change' },
      {
        status: 'skipped',
        unverified: true,
        message: expect.stringContaining('task "The sockets" before it'),
      },
    ]);
  expect(await run()).toMatchObject({ code: 0, stderr: '' });
  expect(await onEach('virsh net-list --name --all | grep late')).toEqual(HOSTS.map(() => 'late'));
  expect(await run('--check', '--exit-code')).toMatchObject({ code: 0 });
});

it('a mount brings the file whose line an earlier plan did not find', async () => {
  await onEach(
    `mkdir -p /srv/late && printf '[Mount]\\nWhat=tmpfs\\nWhere=/srv/late\\nType=tmpfs\\n' >/etc/systemd/system/srv-late.mount && systemctl daemon-reload`,
  );
  write([
    { name: 'mount', service: { name: 'srv-late.mount', state: 'started' } },
    { name: 'content', command: { argv: ['sh', '-c', 'echo a=1 >/srv/late/conf'] } },
    { name: 'line', lineinfile: { path: '/srv/late/conf', regexp: '^a=', line: 'a=2' } },
  ]);
  expect(await run()).toMatchObject({ code: 0, stderr: '' });
  expect(await onEach('cat /srv/late/conf; umount /srv/late; rm /etc/systemd/system/srv-late.mount')).toEqual(
    HOSTS.map(() => 'a=2'),
  );
});
