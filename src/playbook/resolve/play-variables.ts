import type { Host, Variables } from '../../inventory/host.ts';
import { MAGIC } from '../../inventory/magic.ts';
import type { Variable } from '../../template/interpolation/variable.ts';
import type { Play } from '../model.ts';
import type { Role } from '../role.ts';
import type { TagChoice } from '../tags.ts';

/** The places below those of tasks from which a host gets variables in a play. */
export interface VariableSources {
  host: Host;
  play: Play;
  /** The role of the task. */
  role: Role | undefined;
  /** Answers to `vars_prompt`. */
  prompted: Variables;
  /** Those of `vars_files`. */
  files: Variables;
  /** `-e` */
  extraVars: Variables;
  /** What the run itself says, such as `playbook_dir`. */
  ofRun: Variables;
}

/** The layers of a task on those of its play, the weakest first, as `taskLayers` has them. */
export interface TaskSources {
  /** Those of the task and of the blocks around it. */
  vars: Variables;
  /** What `set_fact`, `register` and `include_vars` have set. */
  set: Variables;
  role: Role | undefined;
  /** Those of the `include_tasks` and `include_role` around it. */
  params: Variables;
}

/**
 * Variables of a play, the weakest first. docs/coming-from-ansible.md has the table, of which a test tries each row.
 * Source: "Understanding variable precedence" of Ansible, and `vars/manager.py` of 2.14.
 */
export function playLayers(sources: VariableSources): readonly Variables[] {
  const { host, play, role, prompted, files, extraVars, ofRun } = sources;
  const magic = Object.entries(host.variables).filter(([name]) => MAGIC.has(name));
  return [
    ...play.roles.map(({ defaults }) => defaults),
    role?.defaults ?? {},
    host.variables,
    play.vars,
    prompted,
    files,
    ...play.roles.map(({ vars }) => vars),
    role?.vars ?? {},
    extraVars,
    Object.fromEntries(magic),
    ofRun,
    roleVariables(role),
  ];
}

/** The variables of a role on those of its play without it: those whose values it decides. */
export function roleLayer(role: Role, sources: Omit<VariableSources, 'role'>): Variables {
  const layers = playLayers({ ...sources, role }).toReversed();
  const names = Object.keys({ ...role.defaults, ...role.vars, ...roleVariables(role) });
  return Object.fromEntries(
    names.flatMap((name) => {
      const variable = layers.find((layer) => Object.hasOwn(layer, name))?.[name];
      return variable ? [[name, variable]] : [];
    }),
  );
}

/** The variables of a task on those of its play, the weakest first; what nothing replaces is left out. */
export function taskLayers(
  { vars, set, role, params }: TaskSources,
  isFixed: (name: string) => boolean,
): Record<string, Variable> {
  const all = Object.entries({ ...vars, ...set, ...role?.params, ...params });
  return Object.fromEntries(all.filter(([name]) => !isFixed(name)));
}

/** What expressions know of the role of their task. */
function roleVariables(role: Role | undefined): Variables {
  if (!role) return {};
  return {
    role_path: fixed(role.path),
    role_name: fixed(role.name),
    ansible_role_name: fixed(role.name),
    ansible_parent_role_names: fixed(role.parents),
  };
}

export function fixed(value: unknown): Variable {
  return { value, settled: true };
}

interface RunOptions extends TagChoice {
  limit?: string | undefined;
  mode?: 'apply' | 'check' | 'drift';
}

/** What a run says to expressions. Nothing replaces it. Source: "Special variables" of Ansible 2.14. */
export function runVariables(
  { called, folder }: Play,
  { mode = 'apply', limit, tags, skipTags }: RunOptions,
): Variables {
  return settledAll({
    playbook_dir: folder,
    ansible_play_name: called,
    ansible_check_mode: mode !== 'apply',
    // -v shows other things here.
    ansible_verbosity: 0,
    ansible_run_tags: tags.length > 0 ? tags : ['all'],
    ansible_skip_tags: skipTags,
    ...(limit !== undefined && { ansible_limit: limit }),
  });
}

/** The hosts of a play and of one of its batches. */
export function batchVariables(hosts: readonly string[], batch: readonly string[]): Variables {
  return settledAll({
    ansible_play_hosts_all: hosts,
    ansible_play_hosts: hosts,
    ansible_play_batch: batch,
    play_hosts: batch,
  });
}

function settledAll(values: Readonly<Record<string, unknown>>): Variables {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fixed(value)]));
}

/** Whether variables with that name win over facts. */
export function isOver(
  name: string,
  { play, prompted, files }: VariableSources,
  role: Role | undefined,
): boolean {
  return [play.vars, prompted, files, role?.vars ?? {}].some((layer) => Object.hasOwn(layer, name));
}
