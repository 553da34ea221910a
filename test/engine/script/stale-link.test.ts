import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { withoutStaleLink } from '../../../src/engine/script/stale-link.ts';
import { virshSet } from '../../../src/engine/script/virsh-set.ts';

const FOLDER = '/etc/libvirt/qemu/networks';
const SAID = `Failed to create symlink '${FOLDER}/autostart/n1.xml' to '${FOLDER}/n1.xml': File exists`;
const SYSTEM = { uri: 'qemu:///system', readOnly: false };
const AUTOSTART = [['net-autostart', '--network', 'n1']];

/** What is done behind commands that failed, and the status of all of them; `isLink` is whether a link is in the way. */
function behind(text: string, { said = SAID, failed = ' 0', isLink = true } = {}) {
  const script = `status=1 ended=0 failed=$1 said=$2
is() { ${isLink}; }; rm() { echo "rm $3"; }; virsh() { shift 3; echo "$*" >&2; }
${text.replaceAll(/\[ -L (\S+) \]/g, 'is $1')}
echo $status`;
  const { stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', failed, said], { encoding: 'utf8' });
  return stdout.split('\n').concat(stderr.split('\n')).filter(Boolean);
}

const TEXT = withoutStaleLink(SYSTEM, AUTOSTART);

it('the link that libvirt names is removed, and the command done again', () => {
  expect(behind(TEXT)).toEqual([`rm ${FOLDER}/autostart/n1.xml`, '0', 'net-autostart --network n1']);
});

it.each([
  ['it is no link', { isLink: false }],
  ['libvirt names another', { said: SAID.replace('autostart/n1', 'autostart/n2') }],
  ['libvirt says something else', { said: SAID.replace('File exists', 'No space left on device') }],
  ['another command failed as well', { failed: ' 0 1' }],
])('nothing is removed where %s', (_, options) => {
  expect(behind(TEXT, options)).toEqual(['1']);
});

it.each(['qemu+ssh://far.example/system', 'qemu:///session', 'test:///default'])(
  'a libvirt at %s keeps its links elsewhere',
  (uri) => {
    expect(withoutStaleLink({ uri, readOnly: false }, AUTOSTART)).toBe('');
  },
);

it('a command that makes no link has nothing behind it', () => {
  expect(withoutStaleLink(SYSTEM, [['net-autostart', '--network', 'n1', '--disable']])).toBe('');
  expect(withoutStaleLink(SYSTEM, [['net-start', '--network', 'n1']])).toBe('');
});

it('a set without contents needs no folder, which a full disk would refuse', () => {
  expect(virshSet(SYSTEM, AUTOSTART)).not.toContain('mktemp');
});
