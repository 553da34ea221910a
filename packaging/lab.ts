import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { installPackages } from '../bench/packages.ts';
import { labBeside } from '../test/lab/lab.ts';
import { runFromAnsible } from './from-ansible.ts';
import { ROOT } from './release.ts';
import { tutorial } from './tutorial.ts';

/**
 * Hosts of the lab stand for the operator's machine, a fresh Debian of each release: each installs the Debian package, or
 * gets the executable alone, and goes through the tutorial with another host. Ends with 1 if a step ends otherwise than
 * the tutorial says. At the end Ansible calls the executable, as docs/from-ansible.md has it.
 */
const OPERATORS = [
  { operator: 'hv01', target: 'hv02' },
  { operator: 'hv03', target: 'hv04' },
];
const release = join(ROOT, 'release');
const built = readdirSync(release).map((name) => join(release, name));
const deb = built.find((path) => path.endsWith('.deb')) ?? '';
const executable = built.find((path) => path.endsWith('-linux-x64')) ?? '';
const lab = labBeside('package');
let wrong = 0;

try {
  await lab.up({ hosts: 4, log: console.log });
  for (const { operator, target } of OPERATORS) {
    await fetchFiles(operator, target);
    await step(operator, `dpkg -i ${basename(deb)}`);
    await step(operator, 'man -w virtfleet-run || test -e /usr/share/man/man1/virtfleet-run.1.gz');
    await step(operator, 'systemd-analyze verify /usr/lib/systemd/system/virtfleet@.service');
    await followTutorial(operator, target, 'virtfleet');
    await step(operator, 'dpkg --purge virtfleet && ! command -v virtfleet');
    await restore(target);
    await followTutorial(operator, target, `./${basename(executable)}`);
    await restore(target);
  }
  await callFromAnsible();
} finally {
  await lab.down();
}
console.log(`${wrong} wrong.`);
process.exitCode = wrong > 0 ? 1 : 0;

/** What the operator has: the files of the release, a key, the target's key, and an inventory. */
async function fetchFiles(operator: string, target: string): Promise<void> {
  const { key, sshConfig, knownHosts } = lab.paths;
  await step(operator, 'install -d -m 0700 .ssh');
  const copy = ['scp', '-q', '-F', sshConfig, deb, executable, `${operator}:`];
  const secrets = ['scp', '-q', '-F', sshConfig, key, knownHosts, `${operator}:.ssh/`];
  for (const argv of [copy, secrets]) {
    const { code, stderr } = await lab.exec(argv);
    if (code !== 0) throw new Error(stderr);
  }
  const address = lab.hosts().find(({ name }) => name === target)?.address;
  const hosts = `[hypervisors]\n${target} ansible_host=${address} ansible_user=operator\n[hypervisors:vars]\nguest_domain=guests.example.org\n`;
  await lab.onHost(operator, 'mv /root/.ssh/key /root/.ssh/id_ed25519; cat >/root/hosts.ini', {
    stdin: hosts,
  });
  await lab.onHost(operator, 'cat >/root/site.yaml', { stdin: tutorial(target).playbook });
}

async function followTutorial(operator: string, target: string, program: string): Promise<void> {
  for (const { line, code } of tutorial(target).lines)
    await step(operator, line.replace(/^virtfleet/, program), code);
  await step(operator, `${program} self-check --format json`);
  await step(operator, `${program} history`);
}

/** The first time the networks of both groups change, the second time none. */
async function callFromAnsible(): Promise<void> {
  await installPackages(['ansible'], console.log);
  const { recaps, output } = await runFromAnsible(lab, executable, { staging: 'hv02', production: 'hv04' });
  const said = recaps.map(({ changed, failed }) => `${changed} changed, ${failed} failed`).join('; then ');
  const isRight = said === '1 changed, 0 failed; then 0 changed, 0 failed';
  if (!isRight) wrong += 1;
  console.log(`${isRight ? 'ok   ' : 'WRONG'} called from Ansible: ${said}`);
  if (!isRight) console.log(output);
}

/** The target is as it was: the next one goes through the same tutorial. */
async function restore(target: string): Promise<void> {
  await lab.onHost(
    target,
    'virsh net-destroy default; virsh net-undefine default; virsh net-define /usr/share/libvirt/networks/default.xml; rm -rf /var/lib/virtfleet',
  );
}

async function step(host: string, line: string, expected = 0): Promise<void> {
  const start = performance.now();
  const { code, stdout, stderr } = await lab.onHost(host, `cd /root && ${line}`);
  const isRight = code === expected;
  if (!isRight) wrong += 1;
  const took = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${isRight ? 'ok   ' : 'WRONG'} ${host} ${took.padStart(5)} s  ${line}`);
  if (!isRight) console.log(`it ended with ${code}, not ${expected}:\n${stdout}${stderr}`);
}
