import { quote } from '../../plan/quote.ts';
import { type Virsh, virshArgv } from './virsh.ts';

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
 * Shell text for after commands of which those with the numbers `$failed` failed, for the reasons `$said`. libvirt
 * forgets an inactive network or pool that it could not store (seen with 9.0 and 11.3), and leaves its link: what is then
 * defined by that name does not start with the host, and libvirt cannot make the link that is there. That link goes,
 * and the command is tried again. Empty where no command makes a link.
 */
export function withoutStaleLink(virsh: Virsh, commands: readonly (readonly string[])[]): string {
  return commands
    .map((argv, number) => {
      const link = linkOf(argv);
      if (link === undefined) return '';
      const again = quote(virshArgv(virsh, ...argv));
      return `case "$failed|$said" in ${quote([` ${number}|`])}*${quote([`'${link}'`])}*': File exists'*)
  rm -f -- ${quote([link])} && ${again} >/dev/null 2>&1 && status=0 ;;
esac
`;
    })
    .join('');
}
