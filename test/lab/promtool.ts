import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { baseCache } from './layout.ts';

/** What Debian's promtool, which test/setup.sh unpacks, finds wrong with metrics; empty if nothing. */
export async function promtool(metrics: string): Promise<string> {
  const path = join(dirname(baseCache()), 'promtool');
  const child = spawn(path, ['check', 'metrics'], { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stdin.end(metrics);
  const [code] = await once(child, 'close');
  return code === 0 ? said : `${said}promtool ended with ${code}`;
}
