/**
 * Why libvirt cannot be asked and what to do about it, in the place of what the shell or virsh said; commands to copy
 * are indented lines. Of all else what was said.
 */
export function libvirtAdvice(said: string): string {
  if (/\bvirsh: (command )?not found\b/.test(said)) return NO_VIRSH;
  const [, why] =
    /(Failed to connect socket to '[^']*libvirt[^']*': (?!Permission denied)[^\n]*)/.exec(said) ?? [];
  if (why !== undefined) return [`libvirt does not answer: ${why}.`, ...START].join('\n');
  return NOT_STORED.test(said) ? [said, ...FORGOTTEN].join('\n') : said;
}

/** What libvirt says where the disk refuses the definition of a network or pool, by the name of its new file. */
const NOT_STORED = /cannot write data to file '\/etc\/libvirt\/(qemu\/networks|storage)\/[^\n]*\.xml\.new'/;

const FORGOTTEN = [
  'libvirt forgets an inactive network or pool that it could not store; the file that it had is as before.',
  'Make room on the disk. If it is missing then, this reads its file again:',
  '  systemctl restart libvirtd',
  'or, where each driver has a daemon of its own:',
  '  systemctl restart virtnetworkd virtstoraged',
];

const NO_VIRSH = [
  'There is no virsh on this host. Install it, by a task before this one or by hand:',
  '  package: { name: libvirt-clients }',
  'Where packages come by dnf it is libvirt-client.',
].join('\n');

const START = [
  'Start it, by a service task before this one or by hand:',
  '  systemctl start libvirtd.socket',
  'or, where each driver has a daemon of its own:',
  '  systemctl start virtqemud.socket virtnetworkd.socket',
];

/** What the host said, with what to do about it where root may do what the login user may not. */
export function withAdvice(said: string, { become }: { become: boolean }): string {
  if (become || !isDenied(said)) return libvirtAdvice(said);
  return `${said}\nRoot may do this: run again with -b, or set become: true on the task or play.`;
}

/** Whether the host refused because of who asks. */
export function isDenied(said: string): boolean {
  return /permission denied|authentication (unavailable|failed)/i.test(said);
}
