import type { Playbook } from './model.ts';

/**
 * The playbooks of a run with a name of its own for each play: a second one of a name is numbered, `Networks #2`.
 * Reports, the history, waves and saved plans know plays by their names.
 */
export function withDistinctPlays(playbooks: readonly Playbook[]): Playbook[] {
  const taken = new Set<string>();
  const distinct = (name: string) => {
    let own = name;
    for (let count = 2; taken.has(own); count += 1) own = `${name} #${count}`;
    taken.add(own);
    return own;
  };
  return playbooks.map((playbook) => ({
    ...playbook,
    plays: playbook.plays.map((play) => ({ ...play, name: distinct(play.name) })),
  }));
}
