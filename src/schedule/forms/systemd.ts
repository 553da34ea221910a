import { createHash } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { type FormFile, type Machine, type PlannedCheck, unitName } from '../planned-check.ts';
import { calendars } from './calendar.ts';

/** The folder that systemd makes for a check, with its history. */
export const STATE = '/var/lib/virtfleet';

/** A timer and the service that it starts, for the system or for a user. */
export function systemdUnits(check: PlannedCheck, machine: Machine, folder: string): FormFile[] {
  const [timerPath, servicePath] = unitPaths(check, folder);
  const about = `Drift check ${check.name} of ${escaped(machine.folder)}`;
  const timer = [
    '[Unit]',
    `Description=${about}`,
    '',
    '[Timer]',
    ...calendars(check).map((calendar) => `OnCalendar=${calendar}`),
    ...(check.jitter > 0
      ? [`RandomizedDelaySec=${check.jitter / 1_000}`, 'FixedRandomDelay=yes', 'AccuracySec=1']
      : []),
    'Persistent=yes',
    '',
    '[Install]',
    'WantedBy=timers.target',
  ];
  const service = [
    '[Unit]',
    `Description=${about}`,
    ...(machine.isUser ? [] : ['Wants=network-online.target', 'After=network-online.target']),
    '',
    '[Service]',
    'Type=oneshot',
    `ExecStart=${command(check, machine)}`,
    `WorkingDirectory=${escaped(machine.folder)}`,
    '# Drift is a finding, not a failure of the check.',
    'SuccessExitStatus=3',
    `TimeoutStartSec=${check.maxDuration / 1_000}`,
    ...(machine.isUser ? [] : ownership(check, machine)),
    ...SYSTEM_CALLS,
    ...(machine.isUser ? [] : SANDBOX),
  ];
  return [
    { path: timerPath, text: lines(timer) },
    { path: servicePath, text: lines(service) },
  ];
}

/** Where the timer and the service of a check are, in a folder of units. */
export function unitPaths(
  check: Pick<PlannedCheck, 'name'>,
  folder: string,
): [timer: string, service: string] {
  const path = join(folder, unitName(check));
  return [`${path}.timer`, `${path}.service`];
}

function command({ name }: PlannedCheck, { program, file }: Machine): string {
  const words = [
    ...program,
    'schedule',
    'run',
    name,
    ...(file === 'schedule.yaml' ? [] : ['--schedule', file]),
  ];
  return words.map(word).join(' ');
}

/** Whose files the check may read and write. */
function ownership(check: PlannedCheck, { runAs, folder }: Machine): string[] {
  // Those below a home are read by its user.
  const handed = check.secrets.filter((path) => !path.startsWith('~'));
  const own = [
    ...['StateDirectory=virtfleet', 'StateDirectoryMode=0700', 'Environment=XDG_STATE_HOME=%S'],
    ...handed.map((path) => `LoadCredential=${credentialName(path)}:${escaped(resolve(folder, path))}`),
  ];
  if (runAs === undefined)
    return [
      'DynamicUser=yes',
      'User=virtfleet',
      ...own,
      'ProtectHome=tmpfs',
      'PrivateUsers=yes',
      'UMask=0077',
    ];
  const folders = new Set(written(check).map((path) => dirname(resolve(folder, path))));
  const more = [...folders].filter((path) => path !== STATE).map(word);
  return [
    `User=${escaped(runAs)}`,
    ...own,
    ...(more.length > 0 ? [`ReadWritePaths=${more.join(' ')}`] : []),
    'ProtectHome=read-only',
  ];
}

function written({ reports, history }: PlannedCheck): string[] {
  return [...reports, ...(history === undefined ? [] : [history])];
}

/** The name of a secret among the credentials of a service: systemd.exec(5), LoadCredential. */
export function credentialName(path: string): string {
  const digest = createHash('sha256').update(path).digest('hex').slice(0, 8);
  return `${basename(path).replaceAll(/[^\w.-]/g, '_')}-${digest}`;
}

/** Why a user of its own cannot run a check; undefined when it can. */
export function dynamicUserFault(check: PlannedCheck, { program, folder }: Machine): string | undefined {
  const hidden = [folder, ...program].find((path) => /^\/(home|root|run\/user)(\/|$)/.test(path));
  if (hidden !== undefined) return `it cannot read ${hidden}`;
  const homely = check.secrets.find((path) => path.startsWith('~'));
  if (homely !== undefined) return `it has no home, and ${homely} is in one`;
  const foreign = written(check).find((path) => !path.startsWith(`${STATE}/`));
  return foreign === undefined ? undefined : `it can write below ${STATE} only, not ${foreign}`;
}

/** What also a service of a user can do without. */
const SYSTEM_CALLS = [
  'NoNewPrivileges=yes',
  'LockPersonality=yes',
  'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK',
  'RestrictNamespaces=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'SystemCallArchitectures=native',
  'SystemCallFilter=@system-service',
  'SystemCallFilter=~@privileged @resources',
  'SystemCallErrorNumber=EPERM',
];

/** MemoryDenyWriteExecute is left out: the compiler of Node needs such memory. */
const SANDBOX = [
  'CapabilityBoundingSet=',
  'DevicePolicy=closed',
  'PrivateDevices=yes',
  'PrivateMounts=yes',
  'PrivateTmp=yes',
  'ProcSubset=pid',
  'ProtectClock=yes',
  'ProtectControlGroups=yes',
  'ProtectHostname=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'ProtectProc=invisible',
  'ProtectSystem=strict',
  'RemoveIPC=yes',
];

/** A value in which % is no specifier: systemd.unit(5). */
function escaped(text: string): string {
  return text.replaceAll('%', '%%');
}

/** One word of a command line: systemd.service(5), "Command lines". */
function word(text: string): string {
  const safe = escaped(text).replaceAll('$', '$$$$');
  return /^[\w@%+=:,./$-]+$/.test(safe) ? safe : `"${safe.replaceAll(/["\\]/g, '\\$&')}"`;
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
