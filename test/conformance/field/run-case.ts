import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quote } from '../../../src/plan/quote.ts';
import type { Lab } from '../../lab/lab.ts';
import { type Finished, run } from '../../lab/run.ts';
import type { CommandStep, FieldCase, Step } from './case.ts';
import { type Ended, faultsOf } from './judge.ts';
import { taggedCopy } from './tagged.ts';

/** Milliseconds that a step may take: a guarded change takes its time, and a minute more. */
const STEP = 600_000;
const TEXT = 120_000;

/** Runs a case on a host of the lab, cleans up, and gives what went wrong, a line each. */
export async function runCase(lab: Lab, host: string, one: FieldCase): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-field-'));
  const onHost = (text: string) => lab.onHost(host, text, { signal: AbortSignal.timeout(TEXT) });
  const guest = one.guest && { name: one.guest.name, networks: [one.guest] };
  const isStarted = one.steps.some((step) => 'guest' in step);
  try {
    if (guest && !isStarted) await lab.addGuest(host, guest);
    for (const [index, step] of one.steps.entries()) {
      const faults = await perform(step);
      if (faults.length > 0) return [`step ${index + 1} (${titleOf(step)}):`, ...faults];
    }
    return [];
  } finally {
    // A case may have removed it itself.
    if (guest) await lab.removeGuest(host, guest.name).catch(() => undefined);
    for (const text of one.cleanup) await onHost(text);
    rmSync(folder, { recursive: true });
  }

  async function perform(step: Step): Promise<string[]> {
    if ('guest' in step) {
      if (guest) await lab.addGuest(host, guest);
      return guest ? [] : ['the case has no guest'];
    }
    if ('host' in step) {
      const { code, stdout, stderr } = await onHost(step.host);
      return code === 0 ? [] : [`cannot be prepared, the text ended with ${code}: ${stdout}${stderr}`];
    }
    const { ended, isKilled } = await command(step);
    if (step.kill !== undefined && !isKilled) return ['the command ended before it could be killed'];
    const faults = isKilled ? [] : faultsOf(step, ended);
    if (step.do === 'render' && faults.length === 0) faults.push(...(await copyRendered()));
    for (const { host: text, prints } of faults.length > 0 ? [] : step.after)
      faults.push(...current(text, prints, await overSsh(text)));
    return faults;
  }

  async function command(step: CommandStep): Promise<{ ended: Ended; isKilled: boolean }> {
    const json = join(folder, 'run.json');
    rmSync(json, { force: true });
    const playbook = step.tags ? taggedCopy(one.playbook, step.tags, folder) : one.playbook;
    const killed = new AbortController();
    const done = new AbortController();
    const argv = [
      'node',
      'dist/cli.js',
      ...wordsOf(step, { playbook, host, folder, json, lab }),
      ...step.extra,
    ];
    const running = lab.exec(argv, {
      signal: AbortSignal.any([killed.signal, AbortSignal.timeout(STEP)]),
      killSignal: 'SIGKILL',
    });
    const watching = step.kill === undefined ? undefined : watch(step.kill, killed, done.signal);
    const finished: Finished = await running.catch((error) => aborted(error));
    done.abort();
    await watching;
    const tasks = existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')).tasks : [];
    return { ended: { ...finished, tasks }, isKilled: killed.signal.aborted };
  }

  async function watch(text: string, killed: AbortController, done: AbortSignal): Promise<void> {
    while (!done.aborted) {
      if ((await onHost(text)).code === 0) return killed.abort();
      await sleep(200);
    }
  }

  async function copyRendered(): Promise<string[]> {
    const tar = ['tar', '-cf', '-', '-C', join(folder, 'render', host), '.'];
    const unpack = `rm -rf /run/field/render; mkdir -p /run/field/render && tar --no-same-owner -xf - -C /run/field/render && chmod -R go-rwx /run/field/render`;
    const over = [...lab.command(['ssh', '-F', lab.paths.sshConfig, host, unpack])];
    const { code, stderr } = await run(['sh', '-c', `${quote(tar)} | ${quote(over)}`]);
    return code === 0 ? [] : [`what was rendered cannot be copied to the host: ${stderr}`];
  }

  function overSsh(text: string): Promise<Finished> {
    const words = [
      'ssh',
      '-F',
      lab.paths.sshConfig,
      '-o',
      'ConnectTimeout=15',
      '-o',
      'ControlPath=none',
      host,
    ];
    return lab.exec([...words, quote(['sh', '-c', text])], { signal: AbortSignal.timeout(TEXT) });
  }
}

interface Place {
  playbook: string;
  host: string;
  folder: string;
  json: string;
  lab: Lab;
}

function wordsOf({ do: command }: CommandStep, { playbook, host, folder, json, lab }: Place): string[] {
  const where = ['-i', lab.paths.inventory, '--limit', host];
  switch (command) {
    case 'run':
    case 'drift':
      return [command, playbook, ...where, '--json', json];
    case 'check':
      return ['run', playbook, ...where, '--check', '--json', json];
    case 'syntax-check':
      return ['run', playbook, ...where, '--syntax-check'];
    case 'render':
      return ['render', playbook, ...where, '--out', join(folder, 'render')];
    case 'networks':
      return ['networks', ...where];
  }
}

function current(text: string, prints: RegExp | undefined, { code, stdout, stderr }: Finished): string[] {
  const isRight = prints ? prints.test(stdout) : code === 0;
  const right = prints ? `print ${prints}` : 'end with 0';
  return isRight ? [] : [`afterwards, ${text.trim()}\ndoes not ${right}; ${code}: ${stdout}${stderr}`];
}

function titleOf(step: Step): string {
  if (!('do' in step))
    return 'guest' in step ? 'guest' : (step.host.trim().split('\n')[0]?.slice(0, 60) ?? '');
  return [step.do, ...(step.tags ?? []).map((tag) => `tag ${tag}`)].join(', ');
}

/** A command that was ended has no words to judge. */
function aborted(error: unknown): Finished {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  return { code: 137, stdout: '', stderr: 'was ended' };
}
