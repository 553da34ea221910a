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

/** A unit by its whole name, such as `dnsmasq.service`. */
export function unitAt(name: string): Probe<UnitState> {
  return {
    key: `unit ${name}`,
    ask: {
      kind: 'script',
      script: 'systemctl show -p LoadState -p ActiveState -p UnitFileState -- "$1"',
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
