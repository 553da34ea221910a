import { type UnitState, unitAt } from '../../host/unit.ts';
import { type Current, type Probe, printed } from '../../plan/probe.ts';
import { tried } from '../../plan/tried.ts';
import type { HostResources, Resource, Undescribed } from '../resources.ts';

/** What a host has of dnsmasq beside the networks of libvirt. */
interface FoundDnsmasq {
  /** Files of the distribution's service that say something. */
  files: readonly { path: string; mode: string; owner: string; group: string; text: string }[];
  /** Command lines of those that run and are neither that service nor of libvirt. */
  others: readonly string[];
}

/**
 * Links are of packages. A file without an option is none that somebody wrote. Of libvirt's own the configuration lies
 * below its folder. Everybody can call a process dnsmasq and choose its words: what separates answers is kept out of
 * them, and makes a file or its name one that is no text.
 */
const READ = `
sep=$(printf '\\036')
for file in /etc/dnsmasq.conf /etc/dnsmasq.d/*; do
  case $file in *.dpkg-* | *~ | */README) continue ;; esac
  [ -f "$file" ] && [ ! -h "$file" ] || continue
  grep -qa '^[[:space:]]*[a-z]' -- "$file" || { [ $? = 1 ] && continue; exit 1; }
  printf '%s' "$sep"
  stat -c 'file 0%a %U %G ' -- "$file" | tr -d '\\n' && printf '%s' "$file" | tr '\\036\\n' '\\377\\377' &&
    echo && [ -r "$file" ] && tr '\\036' '\\377' <"$file" || exit
done
for comm in /proc/[0-9]*/comm; do
  pid=\${comm%/comm} name=
  read -r name <"$comm" 2>/dev/null && [ "$name" = dnsmasq ] || continue
  printf '%sprocess ' "$sep"; tr '\\0\\n\\036' '   ' <"$pid/cmdline" 2>/dev/null; echo
done
true`;

const found: Probe<FoundDnsmasq> = {
  key: 'dnsmasq of the host as it is written',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    const parts = printed(answers, 'read the files of dnsmasq').split('\x1e').slice(1);
    const files = parts.flatMap((part) => {
      const [, mode = '', owner = '', group = '', path = '', text = ''] =
        /^file (\d+) (\S+) (\S+) ([^\n]*)\n(.*)$/s.exec(part) ?? [];
      return path === '' ? [] : [{ path, mode, owner, group, text }];
    });
    const processes = parts.flatMap((part) => /^process (.*\S)/.exec(part)?.[1] ?? []);
    return { files, others: [...new Set(processes)].filter((line) => !KNOWN.test(line)).toSorted() };
  },
};

/** Of libvirt, of the distribution's service, and of instances of Virtfleet. */
const KNOWN = /\/libvirt\/|--pid-file=\/run\/dnsmasq\/|-x \/run\/dnsmasq\/|\/virtfleet\/dnsmasq\//;

/** What is read of the dnsmasqs of a host. */
export const DNSMASQ = { dnsmasq: tried(found), dnsmasqUnit: tried(unitAt('dnsmasq.service')) };

/** What stands for bytes that are no UTF-8. */
const REPLACED = '\ufffd';

/** The files of the distribution's dnsmasq, letter for letter, and its service. */
export function hostDnsmasq(host: string, { dnsmasq, dnsmasqUnit }: Current<typeof DNSMASQ>): HostResources {
  if ('why' in dnsmasq)
    return { resources: [], undescribed: [{ host, what: 'files of dnsmasq', why: dnsmasq.why }] };
  const { files: all, others } = dnsmasq.value;
  const unit = 'why' in dnsmasqUnit ? undefined : dnsmasqUnit.value;
  const restarts = unit?.active === true;
  const isText = ({ path, text }: { path: string; text: string }) => !(path + text).includes(REPLACED);
  const files = all.filter(isText).map(({ path, mode, owner, group, text }): Resource => {
    const rights = { mode, ...(owner !== 'root' && { owner }), ...(group !== 'root' && { group }) };
    const args = { dest: path, ...rights, content: text };
    return { host, kind: 'dnsmasq', name: path, module: 'copy', restarts, args };
  });
  return {
    resources: [...files, ...(unit && files.length > 0 ? serviceOf(host, unit) : [])],
    undescribed: [
      ...all
        .filter((file) => !isText(file))
        .map(
          ({ path }): Undescribed => ({ host, what: `file ${path}`, why: 'it is no plain text in UTF-8' }),
        ),
      ...others.map((line): Undescribed => {
        return { host, what: line, why: 'this dnsmasq is run by somebody else: no module reads its files' };
      }),
    ],
  };
}

function serviceOf(host: string, { load, active, enabled }: UnitState): Resource[] {
  if (load !== 'loaded' || !(active || enabled)) return [];
  const args = { name: 'dnsmasq', state: active ? 'started' : 'stopped', enabled };
  return [{ host, kind: 'dnsmasq', name: 'service', module: 'service', args }];
}
