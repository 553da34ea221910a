import { setTimeout as sleep } from 'node:timers/promises';
import { lab } from '../lab/lab.ts';
import { settled } from './residue.ts';
import { all, type Stage } from './stage.ts';

/** Attempts to log in, each of which has 10 s. */
const ATTEMPTS = 30;

/** Whether somebody can log in to a host. */
async function reachable(host: string): Promise<string[]> {
  const ssh = ['timeout', '10', 'ssh', '-F', lab.paths.sshConfig, '-o', 'ConnectTimeout=5', host, 'true'];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if ((await lab.exec(ssh)).code === 0) return [];
    await sleep(500);
  }
  return [`nobody can log in to ${host}`];
}

/** Waits until no run is at work on any host, and all can be logged in to. */
export async function atRest(stage: Stage): Promise<string[]> {
  const rested = await all(stage, async (host) => [...(await settled(host)), ...(await reachable(host))]);
  return rested.flat();
}
