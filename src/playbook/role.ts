import type { Variables } from '../inventory/host.ts';

/** A role as its tasks see it. */
export interface Role {
  name: string;
  /** The absolute path of its folder. */
  path: string;
  /** Weaker than everything else: its `defaults`, on those of the roles that it depends on. */
  defaults: Variables;
  /** Its `vars`, on those of the roles that it depends on and those beside its name. */
  vars: Variables;
  /** Other keys beside its name in `roles:`, which win over what tasks set. */
  params: Variables;
  /** The roles that have it as a dependency, the outermost first. */
  parents: readonly string[];
}
