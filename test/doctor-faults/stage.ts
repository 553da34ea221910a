import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lab/lab.ts';

/** Addresses of the operator's machine on which names are known, and refused: see `stage.sh`. */
const RESOLVERS = ['10.77.0.1', '10.77.0.253'];

const FOLDER = '/root/doctor-faults';
const source = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

/** What is wrong with a host, as the doctor says it to programs. */
export interface Said {
  findings: { id: string; subject: string; rank: string; fixable: boolean }[];
  checks: { asks: string; verdict: string }[];
}

/** Hosts in good health, and what is done to them. */
export class Stage {
  readonly lab: Lab;
  #resolver: ChildProcess | undefined;

  constructor(lab: Lab) {
    this.lab = lab;
  }

  /** Gives the operator's machine its name server, and hosts what they are broken with. */
  async set(hosts: readonly string[]): Promise<void> {
    const [, second] = RESOLVERS;
    await this.#must(this.lab.exec(['ip', 'addr', 'replace', `${second}/32`, 'dev', 'lab']));
    const words = [
      process.execPath,
      '--import',
      'tsx',
      join(import.meta.dirname, 'resolver.ts'),
      ...RESOLVERS,
    ];
    const [program = '', ...more] = this.lab.command(words);
    this.#resolver = spawn(program, more, { stdio: ['ignore', 'pipe', 'inherit'] });
    if (this.#resolver.stdout) await once(this.#resolver.stdout, 'data');
    await Promise.all(hosts.map((host) => this.#prepare(host)));
  }

  end(): void {
    this.#resolver?.kill();
  }

  async #prepare(host: string): Promise<void> {
    const write = `mkdir -p ${FOLDER}; cat >${FOLDER}/$1`;
    for (const [name, text] of [
      ['stage.sh', source('stage.sh')],
      ['lease.py', source('../lab/lease.py')],
    ] as const)
      await this.#must(this.lab.onHost(host, write, { args: [name], stdin: text }));
    await this.heal(host);
  }

  /** A host with nothing wrong, whatever it was before. */
  async heal(host: string): Promise<void> {
    await this.run(host, 'clear_all >/dev/null 2>&1; wires; healthy');
  }

  /** Shell text on a host that knows the words of the stage. */
  async run(host: string, text: string): Promise<string> {
    return this.#must(this.lab.onHost(host, `. ${FOLDER}/stage.sh\n${text}`));
  }

  async doctor(...words: string[]): Promise<Said> {
    const argv = [
      'node',
      'dist/cli.js',
      'doctor',
      ...words,
      '-i',
      this.lab.paths.inventory,
      '--format',
      'json',
    ];
    const { stdout, stderr } = await this.lab.exec(argv);
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Said;
  }

  /** What `--fix` printed. */
  async fix(...words: string[]): Promise<string> {
    const argv = ['node', 'dist/cli.js', 'doctor', ...words, '-i', this.lab.paths.inventory, '--fix'];
    const { stdout, stderr } = await this.lab.exec([...argv, '--history', 'none']);
    return stdout + stderr;
  }

  async #must(running: Promise<{ code: number; stdout: string; stderr: string }>): Promise<string> {
    const { code, stdout, stderr } = await running;
    if (code !== 0) throw new Error(stderr.trim() || stdout.trim() || `status ${code}`);
    return stdout;
  }
}
