import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { operatorAddress } from '../../lab/fleet.ts';
import { lab } from '../../lab/lab.ts';
import { must, run } from '../../lab/run.ts';
import { Program } from './program.ts';
import { type QueueKind, queueServer } from './queue-server.ts';

/** Milliseconds for the queue to answer. */
const PATIENCE = 60_000;

/** What controllers use, on the operator's machine of the lab, from Debian's packages; both ask for a password. */
export class Services {
  static readonly password = 'correct-horse';
  static readonly database = `postgres://virtfleet@${operatorAddress}:5499/virtfleet`;
  static readonly redis = `redis://:${Services.password}@${operatorAddress}:6399`;
  readonly #folder: string;
  readonly #queue: QueueKind;
  #server: readonly string[] | undefined;
  #running: Program | undefined;

  constructor(folder: string, queue: QueueKind = 'redis') {
    this.#folder = folder;
    this.#queue = queue;
  }

  /** The database as root of this machine reaches it, whatever becomes of the network. */
  get place() {
    const url = `postgres://postgres@localhost:5499/virtfleet?host=${this.#folder}/postgres`;
    return { kind: 'postgres', url } as const;
  }

  async makeDatabase(): Promise<void> {
    const data = join(this.#folder, 'postgres');
    mkdirSync(data, { recursive: true });
    await must(['chown', 'postgres', data]);
    await this.#asPostgres(`initdb -D ${data}/data -A trust`);
    await this.startDatabase();
    const sql = `create role virtfleet login superuser password '${Services.password}'`;
    await must([
      'su',
      'postgres',
      '-s',
      '/bin/sh',
      '-c',
      `psql -h ${data} -p 5499 -qc "${sql}" -c 'create database virtfleet owner virtfleet'`,
    ]);
    writeFileSync(
      join(data, 'data/pg_hba.conf'),
      'local all all trust\nhost all all 10.77.0.0/16 scram-sha-256\n',
    );
    await this.#asPostgres(`pg_ctl -D ${data}/data reload`);
  }

  async startDatabase(): Promise<void> {
    const data = join(this.#folder, 'postgres');
    const options = `-c listen_addresses=${operatorAddress} -p 5499 -k ${data}`;
    await this.#asPostgres(`pg_ctl -D ${data}/data -o "${options}" -l ${data}/log -w start`);
  }

  /** As when its power is cut. */
  async stopDatabase(): Promise<void> {
    await this.#asPostgres(`pg_ctl -D ${this.#folder}/postgres/data -m immediate stop`);
  }

  /** Nothing of a queue that is in the database. */
  async startQueue(): Promise<void> {
    if (this.#queue === 'postgres') return;
    const file = join(this.#folder, 'queue.conf');
    const lines = [`bind ${operatorAddress}`, 'port 6399', `requirepass ${Services.password}`, "save ''"];
    writeFileSync(file, `${[...lines, `dir ${this.#folder}`].join('\n')}\n`, { mode: 0o600 });
    this.#server ??= await queueServer(this.#queue, this.#folder);
    const log = join(this.#folder, 'queue.log');
    this.#running = new Program(lab.command([...this.#server, file]), { log });
    const ping = ['redis-cli', '-h', operatorAddress, '-p', '6399', 'ping'];
    const env = { REDISCLI_AUTH: Services.password };
    const end = performance.now() + PATIENCE;
    while (!(await run(lab.command(ping), { env })).stdout.includes('PONG')) {
      if (performance.now() > end) throw new Error(`the queue does not answer: ${readFileSync(log, 'utf8')}`);
      await sleep(100);
    }
  }

  /** It forgets all that it has. */
  async stopQueue(): Promise<void> {
    await this.#running?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.stopQueue();
    await this.stopDatabase().catch(() => {});
    rmSync(join(this.#folder, 'postgres'), { recursive: true, force: true });
  }

  #asPostgres(words: string): Promise<string> {
    const [version = ''] = readdirSync('/usr/lib/postgresql');
    const command = `/usr/lib/postgresql/${version}/bin/${words} >/dev/null`;
    return must(lab.command(['su', 'postgres', '-s', '/bin/sh', '-c', command]));
  }
}
