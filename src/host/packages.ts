import { only, type Probe, ProbeError } from '../plan/probe.ts';
import type { Step } from '../plan/step.ts';

/** The programs that install packages. */
export type Manager = 'apt' | 'dnf';

export interface PackageState {
  /** Absent on a host that has none of them. */
  manager?: Manager;
  installed: boolean;
}

/**
 * dpkg knows a virtual package by those that provide it. `rc`, removed but for its configuration, is not installed:
 * dpkg-query(1).
 */
const READ = `
if command -v apt-get >/dev/null; then
  echo apt
  dpkg-query -W -f '\${db:Status-Status}\n' -- "$1" 2>/dev/null | grep -qx installed && { echo installed; exit; }
  dpkg-query -W -f '\${db:Status-Status}|, \${Provides},\\n' | sed 's/ ([^)]*)//g' |
    grep -q "^installed|.*, $1," && echo installed
elif command -v dnf >/dev/null; then
  echo dnf
  rpm -q --quiet -- "$1" && echo installed
fi
true`;

/** Whether a package is installed. */
export function packageAt(name: string): Probe<PackageState> {
  return {
    key: `package ${name}`,
    ask: { kind: 'script', script: READ, args: [name] },
    parse: (answers) => {
      const [manager, installed] = only(answers).stdout.toString().split('\n');
      if (manager !== 'apt' && manager !== 'dnf') return { installed: false };
      return { manager, installed: installed === 'installed' };
    },
  };
}

/** Which of them the host has. */
export const managerOf: Probe<Manager | undefined> = {
  key: 'package manager',
  ask: {
    kind: 'script',
    script:
      'if command -v apt-get >/dev/null; then echo apt; elif command -v dnf >/dev/null; then echo dnf; fi',
    args: [],
  },
  parse: (answers) => {
    const manager = only(answers).stdout.toString().trim();
    return manager === 'apt' || manager === 'dnf' ? manager : undefined;
  },
};

/** As `apt` of Ansible 2.14 tells how old lists are. */
const READ_AGE = `
stamp=/var/lib/apt/periodic/update-success-stamp
[ -e "$stamp" ] || stamp=/var/lib/apt/lists
[ $(($(date +%s) - $(stat -c %Y "$stamp" 2>/dev/null || echo 0))) -le "$1" ] || echo old`;

/** Whether the package lists of apt are older than so many seconds. */
export function hasOldLists(age: number): Probe<boolean> {
  return {
    key: `package lists older than ${age} s`,
    ask: { kind: 'script', script: READ_AGE, args: [String(age)] },
    volatile: true,
    parse: (answers) => only(answers).stdout.length > 0,
  };
}

const READ_NEWER = `
if command -v apt-get >/dev/null; then
  LC_ALL=C apt-cache policy -- "$1" | awk '
    $1 == "Installed:" { is = $2 } $1 == "Candidate:" && is != "(none)" && $2 != is { print "newer" }'
elif command -v dnf >/dev/null; then
  dnf -q -C check-update -- "$1" >/dev/null; case $? in 0) ;; 100) echo newer ;; *) exit 1 ;; esac
fi`;

/** Whether the lists on the host have a newer version of an installed package. */
export function newerPackage(name: string): Probe<boolean> {
  return {
    key: `newer package ${name}`,
    ask: { kind: 'script', script: READ_NEWER, args: [name] },
    parse: (answers) => {
      const { status, stdout, stderr } = only(answers);
      if (status !== 0)
        throw new ProbeError(`cannot look for a newer ${name}: ${stderr.toString().trim() || 'dnf failed'}`);
      return stdout.toString() === 'newer\n';
    },
  };
}

/** Seconds that a download and an installation may take. */
const LONGEST = 1800;

/** Nobody is asked, and configuration files that were edited stay: dpkg(1), --force-confold. */
const APT = [
  'env',
  'DEBIAN_FRONTEND=noninteractive',
  'apt-get',
  '-q',
  '-y',
  '-o',
  'DPkg::Lock::Timeout=120',
  '-o',
  'Dpkg::Options::=--force-confdef',
  '-o',
  'Dpkg::Options::=--force-confold',
];

/** What is to be done with packages. */
export interface PackageOrder {
  verb: 'install' | 'remove';
  names: readonly string[];
  /** Whether the lists are fetched before. */
  update?: boolean;
  /** Of apt-get. */
  options?: readonly string[];
}

/** The steps that install or remove packages. */
export function packageSteps(manager: Manager, { verb, names, update, options = [] }: PackageOrder): Step[] {
  const more = manager === 'apt' ? options : [];
  return [...(update ? [refreshStep(manager)] : []), stepOf(manager, [verb, ...more, '--', ...names])];
}

/** Fetches the lists of what can be installed. */
export function refreshStep(manager: Manager): Step {
  return stepOf(manager, manager === 'apt' ? ['update'] : ['makecache', '--refresh']);
}

function stepOf(manager: Manager, words: readonly string[]): Step {
  return {
    do: 'run',
    argv: [...(manager === 'apt' ? APT : ['dnf', '-q', '-y']), ...words],
    label: [manager === 'apt' ? 'apt-get' : 'dnf', ...words].join(' '),
    seconds: LONGEST,
  };
}
