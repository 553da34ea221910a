import type { Probe } from '../../plan/probe.ts';
import { allNetworks, type ListedNetwork } from '../observe/all-networks.ts';
import { stampOf } from './stamp.ts';

/** A playbook that removes what it does not describe any more. */
export interface Owner {
  project: string;
  /** File name of the playbook. */
  playbook: string;
  /** Names of the networks that any task of the run describes. */
  described: readonly string[];
  /** How many networks of a host it may remove. */
  maxDelete: number;
}

/** The networks of a host that this playbook stamped, and nobody describes. */
export function orphans({ project, playbook, described }: Owner): Probe<ListedNetwork[]> {
  const isStray = ({ name, state }: ListedNetwork): boolean => {
    const stamp = stampOf(state.persistent ?? state.live ?? { name });
    return stamp?.project === project && stamp.playbook === playbook && !described.includes(name);
  };
  return {
    key: `networks of ${JSON.stringify([project, playbook])} but ${JSON.stringify(described)}`,
    ask: allNetworks.ask,
    parse: (answers) =>
      allNetworks.parse(answers).filter((each) => 'state' in each && isStray(each)) as ListedNetwork[],
  };
}
