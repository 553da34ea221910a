/**
 * Why libvirt cannot be asked and what to do about it, in the place of what the shell or virsh said; commands to copy
 * are indented lines. Of all else what was said.
 */
export function libvirtAdvice(said: string): string {
  if (/\bvirsh: (command )?not found\b/.test(said)) return NO_VIRSH;
  const [, why] =
    /(Failed to connect socket to '[^']*libvirt[^']*': (?!Permission denied)[^\n]*)/.exec(said) ?? [];
  return why === undefined ? said : [`libvirt does not answer: ${why}.`, ...START].join('\n');
}

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
