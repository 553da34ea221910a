import { fileChange } from '../host/file-change.ts';
import { removal } from '../host/file-removal.ts';
import type { FileState } from '../host/files.ts';
import { type UnitState, unitAt } from '../host/unit.ts';
import { type Change, type Impact, NO_IMPACT, predict } from '../plan/change.ts';
import type { Step } from '../plan/step.ts';
import { type HostDnsmasq, hostDnsmasq, withInstance } from './host-dnsmasq.ts';
import { comeUp, keepStep, takeUpChange, testStep, type UnitFiles } from './steps.ts';
import { unitFileChanges, unitOf } from './unit-file.ts';

/** A dnsmasq of its own: one unit, its files, its leases. */
export interface Instance {
  name: string;
  state: 'running' | 'stopped' | 'absent';
  /** What only a restart takes. */
  conf: InstanceFile;
  /** Reservations: like names, what SIGHUP takes, see dnsmasq(8), NOTES. */
  dhcpHosts: InstanceFile;
  /** Names with their addresses. */
  addnHosts: InstanceFile;
  /** All of it as one file, which is what `dnsmasq --test` can judge. */
  whole: string;
}

export interface InstanceFile {
  path: string;
  content: string;
}

/** What a host has of it. */
export interface InstanceState {
  unitFile: FileState;
  unit: UnitState;
  conf: FileState;
  dhcpHosts: FileState;
  addnHosts: FileState;
  /** Whether the process that runs has other files; see `cutOffAt`. */
  cutOff: boolean;
  host: HostDnsmasq;
}

/** The changes that make the desired instance; with the last of them the host has it. */
export function instanceChanges(instance: Instance, current: InstanceState): Change[] {
  const { name, state, conf } = instance;
  const host = withInstance(current.host, name, state === 'running' ? conf.content : null);
  return changesOf(instance, current).map((change, index, all) =>
    index < all.length - 1
      ? change
      : { ...change, predictions: [...change.predictions, predict(hostDnsmasq, host)] },
  );
}

function changesOf(instance: Instance, current: InstanceState): Change[] {
  if (instance.state === 'absent') return absence(instance, current);
  const unitFile = unitFileChanges(current.unitFile, unitOf(instance.name), current.unit);
  const unit = unitFile.length > 0 ? { ...current.unit, load: 'loaded' } : current.unit;
  const runs = instance.state === 'running';
  const files = fileChanges(instance, current, runs && unit.active);
  const change = unitChanges(instance.name, unit);
  const takeUp = runs && unit.active && current.cutOff && files.length === 0;
  return [
    ...unitFile,
    ...files,
    ...(takeUp ? [takeUpChange(filesOf(instance))] : []),
    ...(runs ? change.towards({ active: true }, comeUp('restart', filesOf(instance))) : []),
    ...change.towards({ enabled: runs }),
    ...(runs ? [] : change.towards({ active: false })),
  ];
}

/** The first of them tests, and keeps what a process is to take; the last lets one that `runs` take them. */
function fileChanges(instance: Instance, current: InstanceState, runs: boolean): Change[] {
  const change = (key: 'conf' | 'dhcpHosts' | 'addnHosts') =>
    fileChange({ ...instance[key], mode: '0644' }, current[key]);
  const ofConf = change('conf');
  const found = [...ofConf, ...change('dhcpHosts'), ...change('addnHosts')];
  if (found.length === 0) return [];
  const of = filesOf(instance);
  const verb = ofConf.length > 0 || current.cutOff ? 'restart' : 'reload';
  const impact: Impact = runs ? { disruption: 'service', note: `${of.unit} ${verb}s` } : NO_IMPACT;
  const keep = instance.state === 'running' ? [keepStep(of)] : [];
  const before: Step[] = [testStep(instance.whole, []), ...keep];
  const after = runs ? comeUp(verb, of) : { steps: [], predictions: [] };
  return found.map((change, index) => ({
    ...change,
    impact,
    steps: [
      ...(index === 0 ? before : []),
      ...change.steps,
      ...(index === found.length - 1 ? after.steps : []),
    ],
    predictions: [...change.predictions, ...(index === found.length - 1 ? after.predictions : [])],
  }));
}

function absence(instance: Instance, current: InstanceState): Change[] {
  const change = unitChanges(instance.name, current.unit);
  return [
    ...change.towards({ active: false }),
    ...change.towards({ enabled: false }),
    ...removal(instance.conf.path, current.conf),
    ...removal(instance.dhcpHosts.path, current.dhcpHosts),
    ...removal(instance.addnHosts.path, current.addnHosts),
  ];
}

/** The files that its process takes. */
export function filesOf({ name, conf, dhcpHosts, addnHosts }: Instance): UnitFiles {
  return { unit: unitOf(name), files: [conf.path, dhcpHosts.path, addnHosts.path] };
}

const WORDS = {
  active: { true: ['start', 'started'], false: ['stop', 'stopped'] },
  enabled: { true: ['enable', 'enabled'], false: ['disable', 'disabled'] },
} as const;

/** One change after the other, each on what the one before it leaves. */
function unitChanges(name: string, current: UnitState) {
  const unit = unitOf(name);
  let now = current;
  return {
    towards(
      desired: { active: boolean } | { enabled: boolean },
      by?: Pick<Change, 'steps' | 'predictions'>,
    ): Change[] {
      const key = 'active' in desired ? 'active' : 'enabled';
      const value = 'active' in desired ? desired.active : desired.enabled;
      if (now[key] === value) return [];
      const [verb, after] = WORDS[key][`${value}`];
      now = { ...now, [key]: value };
      return [
        {
          action: key === 'enabled' ? 'update' : value ? 'start' : 'stop',
          proof: 'observed',
          what: `unit ${unit}`,
          subject: `unit ${unit} ${key}`,
          copies: ['unit'],
          before: WORDS[key][`${!value}`][1],
          after,
          impact: key === 'active' && !value ? { disruption: 'service', note: `${unit} stops` } : NO_IMPACT,
          steps: by?.steps ?? [{ do: 'run', argv: ['systemctl', verb, '--', unit] }],
          predictions: [predict(unitAt(unit), now), ...(by?.predictions ?? [])],
        },
      ];
    },
  };
}
