import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { runningDnsmasqs } from '../../../src/libvirt/observe/network-dump.ts';
import { project } from '../../commands/project.ts';

/** What is read where the daemon has its number there, and where `woken` is done when it is asked. */
function read(before: string, woken: string, uri = 'qemu:///system'): string {
  const { ask } = runningDnsmasqs;
  const folder = project({});
  const script = 'script' in ask ? ask.script.replace('/run/libvirt/network', folder) : '';
  const text = `libvirt_uri=${uri}; cd ${folder}; libvirt() { ${woken}; }\n${before}\n${script}`;
  return spawnSync('sh', ['-c', text], { encoding: 'utf8' }).stdout;
}

it('a daemon that sleeps is woken, one that runs is asked nothing', () => {
  const itself = 'echo $$ >driver.pid';
  expect(read('', itself)).toBe('sh driver\n');
  expect(read(itself, 'echo 1 >driver.pid')).toBe('sh driver\n');
  expect(read('', 'false')).toBe('');
  for (const uri of ['test:///default', 'qemu+ssh://other/system', 'qemu:///session'])
    expect(read(itself, itself, uri)).toBe('');
});

it('names of networks are read as libvirt writes those of its files', () => {
  const stdout = Buffer.from(
    'libvirtd driver\ndnsmasq a\ndnsmasq o&apos;dd &amp; &quot;net&quot; ..$(id)\nsh c\n',
  );
  expect(runningDnsmasqs.parse([{ status: 0, stdout, stderr: Buffer.alloc(0) }])).toEqual({
    daemon: 'libvirtd',
    networks: ['a', `o'dd & "net" ..$(id)`],
  });
});
