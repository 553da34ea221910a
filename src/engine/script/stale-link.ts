import { quote } from '../../plan/quote.ts';
import { command } from './command.ts';
import { type Virsh, virshArgv } from './virsh.ts';

/** A libvirt of this host that keeps its files below /etc: https://libvirt.org/uri.html. */
const OF_SYSTEM = /^[a-z]+:\/\/\/system(\?|$)/;

/** Where the system's daemon has the links of what starts with the host, by the command that makes one. */
const FOLDERS = new Map([
  ['net-autostart', '/etc/libvirt/qemu/networks/autostart'],
  ['pool-autostart', '/etc/libvirt/storage/autostart'],
  ['autostart', '/etc/libvirt/qemu/autostart'],
]);

/** The link that a command of virsh makes, if it makes one. */
export function linkOf([command = '', option, name = '', ...more]: readonly string[]): string | undefined {
  const folder = FOLDERS.get(command);
  return folder && option?.startsWith('--') && !more.includes('--disable') && !name.includes('/')
    ? `${folder}/${name}.xml`
    : undefined;
}

/**
 * Shell text that runs after the commands. `$failed` has the numbers of those that failed, `$said` what virsh said, and
 * `$ended` the status of virsh itself. libvirt forgets an inactive network or pool that it could not store (seen from 7.0 to
 * 11.3) and leaves its link. What is defined later under that name cannot be set to start with the host, because libvirt
 * does not replace the old link. That is removed, and the command tried again. Empty where no command makes a link.
 */
export function withoutStaleLink(virsh: Virsh, commands: readonly (readonly string[])[]): string {
  if (!OF_SYSTEM.test(virsh.uri)) return '';
  return commands
    .map((argv, number) => {
      const link = linkOf(argv);
      if (link === undefined) return '';
      const again = command(virshArgv(virsh, ...argv));
      return `case "$failed|$said" in ${quote([` ${number}|`])}*${quote([`'${link}'`])}*': File exists'*)
  [ -L ${quote([link])} ] && rm -f -- ${quote([link])} && ${again} >/dev/null && status=$ended ;;
esac
`;
    })
    .join('');
}
