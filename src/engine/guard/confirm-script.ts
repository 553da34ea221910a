import type { Confirm } from '../../plan/guard.ts';
import { quote } from '../../plan/quote.ts';
import { journal } from '../script/journal.ts';
import { lockFunctions, type Writer } from '../script/lock.ts';
import { BACKUPS } from '../script/state-folders.ts';
import { disarm, folderOf, type Guard, mountedText, timerUnit } from './guard.ts';

/** What the steps of a guarded change said, and the status with which they ended. */
export interface Said {
  status: number;
  stdout: Buffer;
  stderr: Buffer;
}

/** What the host says about a guarded change; see `questionText`. */
export type Verdict =
  /** Its steps are not at their end. */
  | { kind: 'running' }
  /** They are, and everything that is asked for answers the host. */
  | { kind: 'done'; said: Said }
  /** The change stays. */
  | { kind: 'confirmed'; said: Said }
  /** The host is rolling it back. */
  | { kind: 'reverting' }
  /**
   * It has, and with it the files `also`, which earlier tasks of the run had written; the disk refused the files
   * `unwritten`, and `failure` is what a step said that failed.
   */
  | { kind: 'reverted'; also: readonly string[]; unwritten: readonly string[]; failure?: string }
  /** Something does not answer the host; nothing was decided. */
  | { kind: 'unconfirmed'; why: string };

/** Shell text for a new connection: how the change stands. */
export function questionText(guard: Guard): string {
  const checks = checksOf(guard.confirm);
  return `cd ${folderOf(guard)} || exit
${standing(guard)}
elif [ -e deciding ]; then echo reverting
elif [ ! -e result ]; then echo running
elif read -r status <result && [ "$status" != 0 ]; then echo reverting
else
  why=$(${checks.length > 0 ? checks.join('\n') : ':'}
)
  if [ -n "$why" ]; then printf 'unconfirmed %s\\n' "$why"
  else ${saidText('done')}
  fi
fi`;
}

/** Behind the word come the status, the bytes of standard output, and both outputs. */
function saidText(word: string): string {
  return `echo "${word} $(cat status) $(wc -c <printed)"; cat printed said`;
}

/**
 * Behind `reverted` come lines: what a step said that failed and the files that could not be put back, each with a mark,
 * and paths.
 */
const standing = (guard: Guard) => `if [ -e state ]; then
  case $(cat state) in
    confirmed) ${saidText('confirmed')} ;;
    *)
      cat state
      { read -r status; } 2>/dev/null <result && [ "$status" != 0 ] && tail -c 4000 said | sed 's/^/! /'
      ${mountedText(guard)} | sed 's/^/= /'
      [ ! -e also ] || cat also ;;
  esac`;

/**
 * Shell text that keeps the change: the rollback is disarmed, unless the host has begun it. The lock of the guard, which
 * nothing but its time ends, becomes one that ends with this session.
 */
export function confirmText(guard: Guard, writer: Writer): string {
  return `cd ${folderOf(guard)} || exit
${standing(guard)}
elif mv undecided deciding 2>/dev/null; then
  ${disarm(guard)}
  mv confirmed state
${guard.dormant ? '' : READ_BY_NOW}
  sync
  (${lockFunctions(writer)}
  read -r own rest </proc/self/stat
  born $$; self=$$:$born
  born "$own"; take "$self $own:$born") >/dev/null 2>&1
  read -r by 2>/dev/null <by
  ${journal(`${guard.label}: confirmed`)}
  ${saidText('confirmed')}
else echo reverting
fi`;
}

/** What earlier tasks of the run wrote has been read by what this one did. */
const READ_BY_NOW = `  for dormant in ${BACKUPS}/*/dormant; do
    cmp -s run "\${dormant%/*}/run" && rm -f -- "$dormant"
  done`;

/** Shell text that has the host roll the change back now. */
export function refuseText(guard: Guard): string {
  return `systemctl --no-block start ${timerUnit(guard)}.service
read -r by 2>/dev/null <${folderOf(guard)}/by
${journal(`${guard.label}: not confirmed, because it did not do what it was made for`)}
echo reverting`;
}

export function takeVerdict(answer: Buffer): Verdict {
  const text = answer.toString();
  const [, word, rest = ''] = /^(\S+)\s?([\s\S]*)$/.exec(text) ?? [];
  if (word === 'unconfirmed') return { kind: 'unconfirmed', why: rest.trim().replaceAll('\n', '; ') };
  if (word === 'confirmed' || word === 'done') return { kind: word, said: takeSaid(answer) };
  if (word === 'running') return { kind: word };
  if (word === 'reverted') {
    const lines = rest.split('\n').filter(Boolean);
    const failure = lines
      .flatMap((line) => (line.startsWith('! ') ? [line.slice(2)] : []))
      .join('\n')
      .trim();
    const also = [...new Set(lines.filter((line) => line.startsWith('/')))];
    const unwritten = lines.flatMap((line) => (line.startsWith('= ') ? [line.slice(2)] : []));
    return { kind: word, also, unwritten, ...(failure !== '' && { failure }) };
  }
  return { kind: 'reverting' };
}

function takeSaid(answer: Buffer): Said {
  const head = answer.indexOf('\n') + 1;
  const [, status, bytes] = answer.subarray(0, head).toString().trim().split(/ +/).map(Number);
  const end = head + (bytes ?? 0);
  return { status: status ?? 0, stdout: answer.subarray(head, end), stderr: answer.subarray(end) };
}

function checksOf({ gateway, addresses, ports }: Confirm): string[] {
  return [
    ...(gateway
      ? [
          `set -- $(ip route show default)
  if [ "$2" != via ]; then echo 'the host has no default gateway'
  else ping -c 1 -W 2 -- "$3" >/dev/null 2>&1 || echo "the default gateway $3 does not answer the host"; fi`,
        ]
      : []),
    ...addresses.map(
      (address) =>
        `ping -c 1 -W 2 -- ${quote([address])} >/dev/null 2>&1 || echo ${quote([`${address} does not answer the host`])}`,
    ),
    ...ports.map((port) => {
      const [, host = '', number = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(port) ?? [];
      const open = `timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' ${quote([host, number])}`;
      return `${open} >/dev/null 2>&1 || echo ${quote([`the host cannot connect to ${port}`])}`;
    }),
  ];
}
