import Database from 'libsql';

/** What is wrong with a file in which these runs were reported as finished, each with as many outcomes. */
export function wrongIn(path: string, finished: readonly string[], outcomes: number): string[] {
  const db = new Database(path);
  try {
    const wrong: string[] = [];
    const check = db.prepare('pragma integrity_check').get() as { integrity_check: string };
    if (check.integrity_check !== 'ok') wrong.push(`integrity_check says ${check.integrity_check}`);
    const run = db.prepare('select number, ended, exit_code from runs where id = ?');
    const count = db.prepare('select count(*) as count from outcomes where run = ?');
    for (const id of finished) {
      const row = run.get(id) as { number: number; ended: string | null } | undefined;
      if (row?.ended == null) wrong.push(`run ${id} was reported as finished, and has no end`);
      else if ((count.get(row.number) as { count: number }).count !== outcomes)
        wrong.push(`run ${id} lacks outcomes`);
    }
    return wrong;
  } finally {
    db.close();
  }
}
