import { family, only, type Probe, ProbeError, printed } from '../plan/probe.ts';
import { type Step, scriptStep } from '../plan/step.ts';
import { type FileState, fileAt } from './files.ts';

/** What systemd says of a unit. */
export interface UnitState {
  /** `loaded`, `masked`, `not-found`, `bad-setting`, …: LoadState of org.freedesktop.systemd1(5). */
  load: string;
  /** Runs, or is about to. */
  active: boolean;
  /** Starts with the host. */
  enabled: boolean;
  /** Has no [Install] section, so that nothing can enable it. */
  fixed: boolean;
}

/** The manager of a unit: that of the host, or that of the login user. */
export type Scope = 'system' | 'user';

/** The argv of systemctl, which finds the user's manager by its runtime folder: pam_systemd(8). */
export function systemctl(scope: Scope, ...words: readonly string[]): string[] {
  return scope === 'system' ? ['systemctl', ...words] : ['sh', '-c', USER, 'sh', ...words];
}

const USER = 'export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"; exec systemctl --user "$@"';

/** Has the manager read unit files again where this unit's is newer than what it has read, then acts on the unit. */
const ACT = `
export XDG_RUNTIME_DIR="\${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
case $(systemctl "--$1" show -p NeedDaemonReload -- "$3") in *=yes) systemctl "--$1" daemon-reload || exit ;; esac
exec systemctl "--$1" "$2" -- "$3"`;

/** Does something with a unit, such as `start`, as its file is now. */
export function unitStep(scope: Scope, verb: string, name: string): Step {
  const label = ['systemctl', ...(scope === 'user' ? ['--user'] : []), verb, name].join(' ');
  return scriptStep(label, ACT, [scope, verb, name]);
}

/** The units of the host's own manager, by their whole names. */
export const unitStates = family<UnitState>('unit');

/** A unit by its whole name, such as `dnsmasq.service`. */
export function unitAt(name: string, scope: Scope = 'system'): Probe<UnitState> {
  const ask = 'show -p LoadState -p ActiveState -p UnitFileState -- "$1"';
  const script = scope === 'system' ? `systemctl ${ask}` : `set -- ${ask}\n${USER}`;
  const probe: Omit<Probe<UnitState>, 'key'> = {
    open: true,
    ask: { kind: 'script', script, args: [name] },
    parse: (answers) => parseUnit(printed(answers, `read ${name}`)),
  };
  return scope === 'system' ? unitStates.of(name, probe) : { key: `user unit ${name}`, ...probe };
}

/** `generated`, `static` and the like: systemctl(1), table of `is-enabled`. `alias` is enabled under another name. */
function parseUnit(text: string): UnitState {
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1];
  const load = value('LoadState');
  if (load === undefined) throw new ProbeError(`unexpected answer: ${text.slice(0, 80)}`);
  const file = value('UnitFileState') ?? '';
  return {
    load,
    active: ['active', 'activating', 'reloading', 'refreshing'].includes(value('ActiveState') ?? ''),
    enabled: ['enabled', 'alias'].includes(file),
    fixed: ['static', 'generated', 'transient'].includes(file),
  };
}

/** Where somebody may have put the file of a unit: systemd.unit(5), Unit File Load Path. That of an instance is its template's. */
export function unitFiles(name: string, scope: Scope) {
  const at = (folder: string) => fileAt(`${folder}/systemd/${scope}/${name.replace(/@.+(?=\.)/, '@')}`);
  return { etc: at('/etc'), lib: at('/lib'), usr: at('/usr/lib') };
}

/** What a unit is that systemd will find in such a file, or in one that nobody has read. */
export function newUnit(file?: FileState): UnitState {
  const content = file?.kind === 'file' && typeof file.content === 'string' ? file.content : undefined;
  const fixed = content !== undefined && !/^\[Install\]/m.test(content);
  return { load: 'loaded', active: false, enabled: false, fixed };
}

/** Whether unit files are newer than what their manager has read. */
export function needsReload(scope: Scope): Probe<boolean> {
  const ask = "show -p NeedDaemonReload -- '*'";
  return {
    key: `daemon-reload ${scope}`,
    open: true,
    ask: {
      kind: 'script',
      script: scope === 'system' ? `systemctl ${ask}` : `set -- ${ask}\n${USER}`,
      args: [],
    },
    parse: (answers) => /^NeedDaemonReload=yes$/m.test(only(answers).stdout.toString()),
    awaited: true,
  };
}
