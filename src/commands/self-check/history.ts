import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { openHistory } from '../../history/history.ts';
import type { HistoryPlace } from '../../history/history-place.ts';
import { networkFileSystem } from '../../history/network-folder.ts';
import { listRuns, type RunSummary } from '../../history/questions/runs.ts';
import { systemMessage } from '../../inventory/read-text.ts';
import { type Finding, ok } from './finding.ts';

const name = 'history';

/** Whether runs can be kept, and the last one that is. Makes nothing that is not there yet. */
export async function historyFinding(
  place: HistoryPlace,
): Promise<{ finding: Finding; last?: RunSummary | undefined }> {
  if (place.kind === 'none') return { finding: ok(name, 'none is kept, as --history says') };
  const where = place.kind === 'file' ? place.path : place.url;
  const problem = (why: string) => ({
    finding: {
      ...{ name, status: 'problem' as const, detail: `${where}: ${why}` },
      advice: 'Runs are not kept there: mend that, or name another place with --history FILE.',
    },
  });
  try {
    if (place.kind === 'file') {
      const [there, shared] = standing(place.path);
      if (shared !== undefined) return problem(`it would be on ${shared}, where SQLite can damage it.`);
      accessSync(there, constants.W_OK);
      if (there !== place.path && !statSync(there).isDirectory()) return problem(`${there} is no folder.`);
      if (there !== place.path) return { finding: ok(name, `${where}, made by the first run`) };
    }
    const history = await openHistory(place);
    const [last] = await listRuns(history, {}, 1).finally(() => history.destroy());
    return { finding: ok(name, `${where}, ${last ? `last run ${last.number}` : 'no run yet'}`), last };
  } catch (error) {
    return problem(systemMessage(error));
  }
}

/** The file, or the first folder above that is there, and the file system of others that it is on. */
function standing(path: string): [there: string, shared: string | undefined] {
  if (!existsSync(path) && dirname(path) !== path) return standing(dirname(path));
  return [path, networkFileSystem(statfsSync(path).type)];
}
