import { type Step, scriptStep } from '../plan/step.ts';

/**
 * A folder `$root` of its own, and `generate`, which makes of the netplan files in it what netplan makes of those of
 * the host: netplan-generate(8), `--root-dir`. Its generator is asked itself where it does all the work (before
 * netplan 1.2): the command of 1.1 has the real files written again with every call.
 */
export const GENERATE = `
root=$(mktemp -d) || exit
trap 'rm -rf -- "$root"' EXIT
generate() {
  if [ ! -e /usr/libexec/netplan/configure ]; then
    for generator in /usr/libexec/netplan/generate /usr/lib/netplan/generate /lib/netplan/generate; do
      [ ! -x "$generator" ] || { "$generator" --root-dir "$root"; return; }
    done
  fi
  netplan generate --root-dir "$root"
}`;

/** Defines `unapplied LINK…`, which sets `pending` to those of the links whose files networkd would get anew. */
export const UNAPPLIED = `
unapplied() {
  pending=
  for link; do
    for kind in network link netdev; do
      file=run/systemd/network/10-netplan-$link.$kind
      [ ! -e "/$file" ] && [ ! -e "$root/$file" ] || cmp -s "/$file" "$root/$file" || { pending="$pending $link"; break; }
    done
  done
}`;

export function notApplied(links: string, them: string): string {
  return [
    `netplan's files change ${links} in a way that is not applied yet, and this session comes in over ${them}:`,
    'this task would apply that, too. Apply it first, or set guard: true on the task.',
  ].join(' ');
}

/** The same with what netplan reads on the host. */
const SCRATCH = `${GENERATE}
mkdir "$root/lib" "$root/etc" "$root/run" || exit
for folder in lib etc run; do
  [ ! -d "/$folder/netplan" ] || cp -RLp "/$folder/netplan" "$root/$folder/" || exit
done`;

/**
 * netplan 1.2 makes networkd's files with the umask of its caller: with 077 networkd, a user of its own, cannot read
 * them, and gives up every link.
 *
 * For a boot that has no network yet: what netplan(8) does before networkd starts, after the files were put back.
 */
export const generateStep: Step = scriptStep('netplan generate', 'umask 022; netplan generate', []);

/** Applies the files to every link of the host: netplan-apply(8). */
export const applyAllStep: Step = scriptStep('netplan apply', 'umask 022; netplan apply', []);

/**
 * `netplan apply` reconfigures every link: addresses that others added are lost, and DHCP asks again. Where only
 * networkd's files about these links differ, those are installed and no other link is touched. What a boot waits
 * for is written at a boot, and 90-netplan.rules keep NetworkManager off what networkd has, as a file of netplan 0.101
 * does that a boot does not write. networkd reads its files as a user of its own, and knows a link that it has just
 * created only after the kernel has reported it.
 */
const APPLY = `umask 022${SCRATCH}
generate || exit
made() { (cd "$1/run" && find systemd/network systemd/system udev NetworkManager -name '*netplan*' -type f 2>/dev/null); }
own=/
for link; do own="$own$link.netdev/$link.network/"; done
IFS='
'
changed=''
for file in $({ made ''; made "$root"; } | sort -u); do
  cmp -s "/run/$file" "$root/run/$file" && continue
  case $file in
    systemd/network/10-netplan-*)
      case $own in *"/\${file#systemd/network/10-netplan-}/"*) ;; *) netplan apply; exit ;; esac ;;
    systemd/system/systemd-networkd-wait-online.service.d/*) continue ;;
    udev/rules.d/90-netplan.rules | NetworkManager/conf.d/netplan.conf)
      ! systemctl -q is-active NetworkManager || { netplan apply; exit; } ;;
    *) netplan apply; exit ;;
  esac
  changed="$changed$file$IFS"
done
for file in $changed; do
  if [ ! -e "$root/run/$file" ]; then rm -f -- "/run/$file"
  else { [ -d "/run/\${file%/*}" ] || mkdir -p -- "/run/\${file%/*}"; } && cp -p -- "$root/run/$file" "/run/$file" || exit
  fi
done
networkctl reload 2>/dev/null || { netplan apply; exit; }
for link; do
  shift
  [ ! -e "/sys/class/net/$link" ] || set -- "$@" "$link"
done
[ $# = 0 ] && exit
tries=50
until said=$(networkctl reconfigure "$@" 2>&1); do
  case $said in *'not known'*) tries=$((tries - 1)) ;; *) tries=0 ;; esac
  [ $tries -gt 0 ] || { printf '%s\\n' "$said" >&2; exit 1; }
  sleep 0.1
done`;

/** Fails where a file about a link was written and never applied. A guarded change may apply it. */
const PENDING = `umask 022${SCRATCH}${UNAPPLIED}
[ -z "\${VIRTFLEET_GUARD-}" ] && generate || exit 0
unapplied "$@"
[ -z "$pending" ] || { echo "${notApplied('${pending# }', 'it')}" >&2; exit 1; }`;

/** Fails where `netplan apply` would also change the links of this session, for which no guard is set. */
export function pendingStep(links: readonly string[]): Step {
  return scriptStep(`look for unapplied netplan files of ${links.join(', ')}`, PENDING, links);
}

/** Applies the files to these links. */
export function applyStep(links: readonly string[]): Step {
  return scriptStep(`apply netplan's files to ${links.join(', ')}`, APPLY, links);
}
