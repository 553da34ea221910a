import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { HostWriter } from '../../src/engine/connection/host-writer.ts';
import { Lost } from '../../src/transport/session.ts';
import { createTransport, TRANSPORT_DEFAULTS } from '../../src/transport/transport.ts';
import { UNINTERRUPTED } from './uninterrupted.ts';

/** Where hosts that share a lock have it: the real one of this machine is left to real runs. */
export function newLockFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** This machine as a host, through a real shell, and a folder on it that goes with the test. */
export function localHost(run = 'test', locks = newLockFolder(), interrupts = UNINTERRUPTED) {
  const { username: user, uid } = userInfo();
  const transport = createTransport({
    cut: interrupts.cut,
    ...TRANSPORT_DEFAULTS,
    local: { home: homedir(), user, uid, env: {} },
  });
  const open = () => transport.open({ name: 'here', connection: 'local', become: false });
  const remote = new HostWriter(
    open,
    'test:///default',
    { run, owner: `${user}@test`, folder: locks },
    interrupts,
  );
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  onTestFinished(async () => {
    await remote.unlock().catch(ignoreLost);
    await remote.close();
    await transport.close();
    rmSync(folder, { recursive: true });
  });
  return { remote, folder, open };
}

function ignoreLost(error: unknown): void {
  if (!(error instanceof Lost)) throw error;
}

/** For runs in which no task is delegated. */
export function undelegated(name: string): never {
  throw new Error(`no task is delegated to ${name}`);
}
