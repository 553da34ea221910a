import type { AnyModule } from './module.ts';
import { sysctl } from './sysctl.ts';

/** Every module a playbook can name. A written list: what is not here does not exist. */
export const MODULES: readonly AnyModule[] = [sysctl];
