import type { Variables } from '../../inventory/host.ts';
import type { Play } from '../model.ts';
import type { TagChoice } from '../tags.ts';
import { fixed } from './play-variables.ts';

interface RunOptions extends TagChoice {
  limit?: string | undefined;
  mode?: 'apply' | 'check' | 'drift';
}

/** What a run says to expressions. Nothing replaces it. Source: "Special variables" of Ansible 2.14. */
export function runVariables(
  { name, folder }: Play,
  { mode = 'apply', limit, tags, skipTags }: RunOptions,
): Variables {
  return settledAll({
    playbook_dir: folder,
    ansible_play_name: name,
    ansible_check_mode: mode !== 'apply',
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
