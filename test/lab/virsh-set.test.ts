import { beforeAll, expect, it } from 'vitest';
import { virshSet } from '../../src/engine/script/virsh-set.ts';
import { lab } from './lab.ts';
import { HOSTS, onEach } from './two-hosts.ts';

const NAME = `s'e"t $1; echo`;
const DEFINITION = `<network><name>s'e"t $1; echo</name><forward mode='open'/><bridge name='vfset'/>
  <ip address='10.86.0.1' netmask='255.255.0.0'/></network>`;

beforeAll(() =>
  onEach(`cat >/run/set.xml <<'XML' && virsh net-create /run/set.xml; rm /run/set.xml
${DEFINITION}
XML`),
);

const host = (number: number) =>
  `<host mac='52:54:00:40:00:0${number}' name='vm${number}' ip='10.86.0.1${number}'/>`;
const NAMES = `<host ip='10.86.0.9'>\n  <hostname>a$(id)b</hostname>\n  <hostname>it's</hostname>\n</host>`;

function call(command: string, xml: string, section = 'ip-dhcp-host'): string[] {
  const what = ['--command', command, '--section', section, '--xml', xml];
  return ['net-update', '--network', NAME, ...what, '--live'];
}

/** What becomes of a set on each host, and what it says. */
function doAll(commands: string[][], hosts = HOSTS) {
  const text = virshSet({ uri: 'qemu:///system', readOnly: false }, commands);
  return Promise.all(hosts.map((each) => lab.onHost(each, 'cd / && exec sh 2>&1', { stdin: text })));
}

const ADD = [call('add-last', host(1)), call('add-last', NAMES, 'dns-host'), call('add-last', host(2))];

it('a set is done whole, whatever is in it', async () => {
  for (const done of await doAll(ADD)) expect(done).toMatchObject({ code: 0, stdout: '' });
  for (const xml of await onEach(`virsh net-dumpxml 's'"'"'e"t $1; echo'`)) {
    for (const each of [host(1), host(2), '<hostname>a$(id)b</hostname>']) expect(xml).toContain(each);
  }
});

it('all changes of a set are tried, and each failure is reported with its reason', async () => {
  const found = await doAll([ADD[0] ?? [], call('add-last', host(3)), call('delete', host(7))]);
  for (const { code, stdout } of found) {
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^net-update .*add-last.*vm1.*:\n {2}Failed.*\n {2}.*existing dhcp host.*\nnet-update .*delete.*vm7.*:\n {2}Failed.*\n {2}.*locate.*\n$/,
    );
  }
  for (const xml of await onEach(`virsh net-dumpxml 's'"'"'e"t $1; echo'`)) expect(xml).toContain(host(3));
});

it('a set that does not fit into one argument goes to several processes', async () => {
  const many = Array.from({ length: 700 }, (_, index) =>
    call(
      'add-last',
      `<host mac='52:54:00:41:${hex(index >> 8)}:${hex(index & 255)}' ip='10.86.${(index >> 8) + 1}.${index & 255}'/>`,
    ),
  );
  for (const done of await doAll(many)) expect(done).toMatchObject({ code: 0, stdout: '' });
  const counts = await onEach(`virsh net-dumpxml 's'"'"'e"t $1; echo' | grep -c 52:54:00:41`);
  expect(counts).toEqual(HOSTS.map(() => '700'));
});

it('a content that is longer than an argument may be goes there whole, and so does a text', async () => {
  const names = Array.from({ length: 4000 }, (_, index) => `<hostname>name-of-a-guest-${index}</hostname>`);
  const long = `<host ip='10.86.0.8'>${names.join('')}</host>`;
  expect(long.length).toBeGreaterThan(128 * 1024);
  for (const done of await doAll([call('add-last', long, 'dns-host')]))
    expect(done).toMatchObject({ code: 0, stdout: '' });
  const count = `virsh net-dumpxml 's'"'"'e"t $1; echo' | grep -c '<hostname>name-of-a-guest-'`;
  expect(await onEach(count)).toEqual(HOSTS.map(() => '4000'));
});

it('one that fails alone says why', async () => {
  for (const { code, stdout } of await doAll([call('delete', host(9))])) {
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Failed to update.*\n.*locate.*\n$/);
  }
});

it('words and metadata of a network that runs come from files, those of one that is not there fail', async () => {
  const [, trixie = ''] = HOSTS;
  const words = ['net-desc', '--network', NAME, '--live'];
  const metadata = ['net-metadata', '--network', NAME, '--uri', 'urn:a', '--key', 'a', '--live'];
  const text = `first's "line"\n${'x'.repeat(200_000)}`;
  const set = [
    [...words, '--title', '--new-desc', 'A <title>'],
    [...words, '--new-desc', text],
    [...metadata, '--set', '<a b="1"><c/></a>'],
  ];
  const [done] = await doAll(set, [trixie]);
  expect(done).toMatchObject({ code: 0, stdout: '' });
  const { stdout } = await lab.onHost(trixie, `virsh net-dumpxml 's'"'"'e"t $1; echo'`);
  expect(stdout).toContain('<title>A &lt;title&gt;</title>');
  const said = await lab.onHost(trixie, `virsh -q net-desc 's'"'"'e"t $1; echo'`);
  expect(said.stdout.trimEnd() === text).toBe(true);
  expect(stdout).toMatch(/<a:a xmlns:a="urn:a" b="1">\s*<a:c\/>/);
  const [gone] = await doAll([['net-desc', '--network', 'gone', '--live', '--new-desc', 'x']], [trixie]);
  expect(gone).toMatchObject({ code: 1, stdout: expect.stringMatching(/network.*gone/) });
  const [faulty] = await doAll([[...metadata, '--set', '<a>']], [trixie]);
  expect(faulty?.code).toBe(1);
});

const hex = (byte: number) => byte.toString(16).padStart(2, '0');
