import { setTimeout as sleep } from 'node:timers/promises';
import { lab } from '../lab/lab.ts';
import { settled } from './residue.ts';
import { all, type Stage } from './stage.ts';

/**
 * Milliseconds for which somebody tries to log in. sshd since OpenSSH 9.8 hangs up for a while on an address whose logins
 * broke off, as they do while it is frozen: sshd_config(5), PerSourcePenalties.
 */
const PATIENCE = 300_000;

/** Whether somebody can log in to a host. */
async function reachable(host: string): Promise<string[]> {
  const ssh = ['timeout', '10', 'ssh', '-F', lab.paths.sshConfig, '-o', 'ConnectTimeout=5', host, 'true'];
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
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
