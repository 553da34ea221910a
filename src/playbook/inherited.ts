import type { Variables } from '../inventory/host.ts';
import type { Disruption } from '../plan/change.ts';
import type { Place } from '../problem.ts';
import type { ConditionTemplate } from '../template/interpolation/condition.ts';
import type { Template } from '../template/interpolation/text.ts';
import type { Role } from './role.ts';
import type { Part } from './yaml-node.ts';

/** Something with the place it was written at. */
export interface Written<T> {
  value: T;
  place: Place;
}

export interface Condition {
  text: string;
  template: ConditionTemplate;
}

/** True or false, or what comes out so. */
export type Flag = Written<Template>;

/** What a task has of its own or takes over from the blocks, imports, roles and the play around it. */
export interface Inherited {
  /** Those of the outermost first. */
  when: readonly Condition[];
  tags: readonly string[];
  /** Those of the innermost win. */
  vars: Variables;
  /** Maps of environment variables, the outermost first. */
  environment: readonly Written<Template>[];
  /** Maps of arguments by module, the innermost first. */
  moduleDefaults: readonly Part[];
  become?: Flag;
  ignoreErrors?: Flag;
  ignoreUnreachable?: Flag;
  noLog?: Flag;
  runOnce?: Flag;
  checkMode?: Flag;
  anyErrorsFatal?: Flag;
  /** How many hosts do a task at the same time. */
  throttle?: Written<Template>;
  delegateTo?: Written<Template>;
  delegateFacts?: Flag;
  consent?: Disruption;
  role?: Role;
}

/** Around a play there is nothing. */
export const NOTHING_INHERITED: Inherited = {
  when: [],
  tags: [],
  vars: {},
  environment: [],
  moduleDefaults: [],
};
