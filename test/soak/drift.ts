import type { Finding } from '../../src/drift/finding.ts';
import { virtfleet } from '../lab/virtfleet.ts';
import { converged } from './change.ts';
import { hurt, type Injury } from './injuries.ts';
import { atRest } from './rest.ts';
import { all, type Stage, siteFile, words } from './stage.ts';
import type { Step } from './step.ts';

/** Somebody hurts hosts by hand: a drift check tells exactly that, and a run mends it. */
export async function drift(stage: Stage, { injuries }: Step & { do: 'drift' }): Promise<readonly string[]> {
  const hurts = await all(stage, async (host) => ({
    host,
    done: await hurt(host, injuries[host] ?? [], stage.sites.get(host) ?? {}),
  }));
  const rest = await atRest(stage);
  const found = await findings(stage);
  if ('failed' in found) return [...rest, found.failed];
  const wrong = hurts.flatMap(({ host, done }) =>
    differing(
      host,
      done,
      found.findings.filter((one) => one.host === host),
    ),
  );
  const mended = await converged(stage, false);
  const later = await findings(stage);
  const stays =
    'failed' in later ? [later.failed] : later.findings.map((one) => `mended, and ${toldOf(one)}`);
  return [...rest, ...wrong, ...mended, ...stays];
}

/** What was done and not found, and what was found and not done. */
function differing(host: string, done: readonly Injury[], found: readonly Finding[]): string[] {
  const expected = new Map(done.flatMap(({ finds }) => Object.entries(finds)));
  const missed = [...expected].filter(([resource, what]) => {
    const changes = found.filter((one) => one.resource === resource).flatMap((one) => one.changes);
    return !changes.some((change) => [change.what, change.subject].some((name) => name?.startsWith(what)));
  });
  const names = done.map(({ name }) => name).join(', ');
  return [
    ...missed.map(
      ([resource, what]) =>
        `${host} (${names}): drift does not tell ${resource}, ${what}, but ${found.map(toldOf).join('; ')}`,
    ),
    ...found
      .filter(({ resource, state }) => !expected.has(resource) || state !== 'drifted')
      .map((one) => `${host} (${names}): drift tells ${toldOf(one)}`),
  ];
}

const toldOf = ({ host, resource, state, changes, message }: Finding) =>
  `${host} ${resource} ${state}: ${changes.map(({ what, before, after }) => `${what} (${before} → ${after})`).join(', ')} ${message ?? ''}`;

async function findings(stage: Stage): Promise<{ findings: Finding[] } | { failed: string }> {
  const { code, stdout, stderr } = await virtfleet(
    'drift',
    siteFile(stage),
    ...words(stage),
    '--format',
    'json',
  );
  if (code !== 0 && code !== 3) return { failed: `drift ended with ${code}: ${stdout}${stderr}` };
  return JSON.parse(stdout) as { findings: Finding[] };
}
