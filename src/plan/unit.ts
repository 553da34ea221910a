import { only, type Probe, ProbeError } from './probe.ts';

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

/** A unit by its whole name, such as `dnsmasq.service`. */
export function unitAt(name: string, scope: Scope = 'system'): Probe<UnitState> {
  const ask = 'show -p LoadState -p ActiveState -p UnitFileState -- "$1"';
  return {
    key: scope === 'system' ? `unit ${name}` : `user unit ${name}`,
    ask: {
      kind: 'script',
      script: scope === 'system' ? `systemctl ${ask}` : `set -- ${ask}\n${USER}`,
      args: [name],
    },
    parse: (answers) => {
      const { status, stdout, stderr } = only(answers);
      if (status !== 0) throw new ProbeError(`cannot read ${name}: ${stderr.toString().trim()}`);
      return parseUnit(stdout.toString());
    },
  };
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

/** Whether unit files are newer than what their manager has read. */
export function needsReload(scope: Scope): Probe<boolean> {
  const ask = "show -p NeedDaemonReload -- '*'";
  return {
    key: `daemon-reload ${scope}`,
    ask: {
      kind: 'script',
      script: scope === 'system' ? `systemctl ${ask}` : `set -- ${ask}\n${USER}`,
      args: [],
    },
    parse: (answers) => /^NeedDaemonReload=yes$/m.test(only(answers).stdout.toString()),
    awaited: true,
  };
}
