import type { Host, Variables } from '../../inventory/host.ts';
import { MAGIC } from '../../inventory/magic.ts';
import type { Variable } from '../../template/interpolation/variable.ts';
import type { Play } from '../model.ts';
import type { Role } from '../role.ts';

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
