import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import pLimit from 'p-limit';
import { quote } from '../../plan/quote.ts';
import { Unreachable } from '../unreachable.ts';
import type { SshCall } from './ssh-call.ts';
import { type Local, parseSettings, type SshSettings } from './ssh-settings.ts';

/** Asks ssh what it would do; rejects with `Unreachable` when the configuration is wrong. */
export type ReadSettings = (call: SshCall) => Promise<SshSettings>;

const BATCH = 16;
const BATCHES_AT_ONCE = 2;

/**
 * `ssh -G`, once for each different call. Starting a process costs node more than ssh needs to answer, so
 * simultaneous questions share one process.
 */
export function createSettingsReader(local: Local): ReadSettings {
  const atOnce = pLimit(BATCHES_AT_ONCE);
  const answers = new Map<string, Promise<SshSettings>>();
  let waiting: Question[] = [];

  function askAll(): void {
    const questions = waiting;
    waiting = [];
    for (let start = 0; start < questions.length; start += BATCH) {
      const batch = questions.slice(start, start + BATCH);
      atOnce(() => askSsh(batch));
    }
  }

  return (call) => {
    const key = JSON.stringify(call);
    const known = answers.get(key);
    if (known) return known;
    const answer = new Promise<Answer | undefined>((settle) => {
      if (waiting.length === 0) setImmediate(askAll);
      waiting.push({ call, settle });
    }).then((said) => understand(said, call, local));
    answers.set(key, answer);
    return answer;
  };
}

interface Question {
  call: SshCall;
  settle: (answer: Answer | undefined) => void;
}

interface Answer {
  status: number;
  text: string;
}

/** Resolves each question once ssh has answered it; with undefined if the shell ended before. */
function askSsh(questions: readonly Question[]): Promise<void> {
  const end = randomBytes(8).toString('hex');
  const script = questions
    .map(({ call: { args, destination } }) => quote(['ssh', '-G', ...args, '--', destination]))
    .map((command) => `${command} 2>&1 </dev/null; echo "${end} $?"`)
    .join('\n');
  const answer = new RegExp(`^([^]*?)${end} (\\d+)\n`);
  const left = [...questions];
  let said = '';
  return new Promise((resolve) => {
    // As input, not as an argument: other users must not see the mark that ends an answer.
    const shell = spawn('sh', {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: 30_000,
      killSignal: 'SIGKILL',
      // Ctrl-C is for Virtfleet only: ssh must not fail because of it.
      detached: true,
    });
    shell.stdin.on('error', () => undefined).end(script);
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      for (let found = answer.exec(said); found; found = answer.exec(said)) {
        said = said.slice(found[0].length);
        left.shift()?.settle({ text: found[1] ?? '', status: Number(found[2]) });
      }
    });
    const finish = () => {
      for (const { settle } of left) settle(undefined);
      resolve();
    };
    shell.once('error', finish).once('close', finish);
  });
}

const NOT_FOUND = 127;

function understand(answer: Answer | undefined, { destination }: SshCall, local: Local): SshSettings {
  if (answer?.status === 0) return parseSettings(answer.text, destination, local);
  throw new Unreachable('config', {
    detail: answer?.text.trim() || `ssh -G ${destination} gave no answer`,
    ...(answer?.status === NOT_FOUND ? { hint: 'Install the ssh program (Debian: openssh-client)' } : {}),
  });
}
