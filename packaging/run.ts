import { spawnSync } from 'node:child_process';

/** How a program is run; what is in `env` comes on top of this process's own. */
export interface RunOptions {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
}

/** What a program prints. Throws an error with all that it said when it fails. */
export function run(argv: readonly string[], { cwd, env = {} }: RunOptions = {}): string {
  const [program = '', ...words] = argv;
  const { error, status, stdout, stderr } = spawnSync(program, words, {
    ...{ encoding: 'utf8', cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error)
    throw new Error(
      `${program} could not be run: ${error.message}. On Debian:\n    apt-get install ${program}`,
    );
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
