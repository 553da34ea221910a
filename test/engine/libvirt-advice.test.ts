import { expect, test } from 'vitest';
import { withAdvice } from '../../src/engine/libvirt-advice.ts';

const said = (text: string) => withAdvice(text, { become: true });

test.each(['sh: 41: eval: virsh: not found', 'bash: line 3: virsh: command not found', 'virsh: not found'])(
  'that there is no virsh is explained: %s',
  (text) => {
    expect(said(text)).toMatch(
      /^There is no virsh on this host.*\n {2}package: \{ name: libvirt-clients \}\n/,
    );
  },
);

test('that libvirt does not answer is explained', () => {
  const text =
    "error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/libvirt-sock-ro': Connection refused";
  expect(said(text).split('\n').slice(0, 3)).toEqual([
    "libvirt does not answer: Failed to connect socket to '/var/run/libvirt/libvirt-sock-ro': Connection refused.",
    'Start it, by a service task before this one or by hand:',
    '  systemctl start libvirtd.socket',
  ]);
});

test('a socket that root may use is told of as before, and all else as it was said', () => {
  const denied = "error: Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied";
  expect(withAdvice(denied, { become: false })).toContain('run again with -b');
  expect(said('error: Network not found')).toBe('error: Network not found');
});

test.each(['qemu/networks', 'storage'])(
  'what libvirt could not store below %s it may have forgotten',
  (of) => {
    const text = `error: Failed to define q1 from /dev/stdin
error: cannot write data to file '/etc/libvirt/${of}/q1.xml.new': No space left on device`;
    expect(said(text)).toBe(`${text}
libvirt forgets an inactive network or pool that it could not store; the file that it had is as before.
Make room on the disk. If it is missing then, this reads its file again:
  systemctl restart libvirtd
or, where each driver has a daemon of its own:
  systemctl restart virtnetworkd virtstoraged`);
  },
);
