import type { Probe } from '../../plan/probe.ts';
import { quote } from '../../plan/quote.ts';
import type { Reply } from '../../transport/session.ts';
import { cutAtMarkers, marker, type Part } from './markers.ts';
import type { Raw } from './raw.ts';
import { type Virsh, virshArgv, virshBatches } from './virsh.ts';
import { virshAnswers } from './virsh-answers.ts';
import { virshMark } from './virsh-marks.ts';

/** What came back of `readText`: an entry a probe, undefined where a virsh that did not run left none. */
export interface Reading {
  raws: readonly (Raw | undefined)[];
  /** Why virsh left none: it could not reach libvirt, or what it printed cannot be believed. */
  virshError: string;
  /** Why a script left none, where that is known. */
  scriptError: string;
}

/** Bytes; an answer that is shorter is sent in one piece. */
const PIECE = 1024 * 1024;

/**
 * Shell text that asks all probes. What they and virsh write in many small pieces is sent as one: each piece costs
 * the host and the client a packet. What was said on stderr follows a script's status, and all of virsh's `errors`.
 */
export function readText(probes: readonly Probe[], virsh: Virsh, nonce: string): string {
  return `{ ${asking(probes, virsh, nonce, true)}\n} | dd obs=${PIECE} 2>/dev/null`;
}

/** The same without what is said on stderr: what is compared before something is written, see `fingerprint`. */
export function comparedText(probes: readonly Probe[], virsh: Virsh, nonce: string): string {
  return asking(probes, virsh, nonce, false);
}

/**
 * Scripts come first, each in a subshell; then all virsh reads. The marks are `p INDEX`, `s STATUS` for a script, and
 * `virsh` before all that virsh writes. The nonce in them must not become an argument of a program, nor a variable of
 * its environment: other users of the host can read those.
 */
function asking(probes: readonly Probe[], virsh: Virsh, nonce: string, withErrors: boolean): string {
  const [format, said] = withErrors ? ['%s', ' "$said"'] : ['', ''];
  const capture = '2>&1 >&3 3>&-';
  const asked = askedBy(probes);
  const scripts = probes.map(({ ask }, index) => {
    if (ask.kind !== 'script' || asked[index] !== index) return '';
    return [
      `probe() { ${ask.script}\n}`,
      print(nonce, `p ${index}`),
      `said=$(${quote(['probe', ...ask.args])} </dev/null ${capture})`,
      `printf '${printable(marker(nonce, 's %s'))}${format}' $?${said}`,
    ].join('\n');
  });
  const commands = probes.flatMap(({ ask }, index) =>
    ask.kind === 'virsh' && asked[index] === index
      ? ask.commands.map((argv, command) => ({ mark: virshMark(index, command), argv }))
      : [],
  );
  const batches = [
    print(nonce, 'virsh'),
    `said=$({ ${virshBatches(virsh, commands)}\n} ${capture})`,
    ...(withErrors ? [`printf '${printable(marker(nonce, 'errors'))}%s' "$said"`] : []),
  ];
  const texts = [...scripts.filter(Boolean), ...(commands.length > 0 ? batches : [])];
  return ['exec 3>&1', libvirtFunction(virsh), ...texts].join('\n');
}

/** For each probe the number of the first with the same question, which is asked for all of them. */
export function askedBy(probes: readonly Probe[]): number[] {
  const first = new Map<Probe['ask'], number>();
  return probes.map(({ ask }, index) => {
    const known = first.get(ask);
    if (known === undefined) first.set(ask, index);
    return known ?? index;
  });
}

/** What the scripts of probes call to ask libvirt: it never writes. */
export function libvirtFunction({ uri }: Virsh): string {
  const virsh = quote(virshArgv({ uri, readOnly: true }));
  return `libvirt_uri=${quote([uri])}; libvirt() { ${virsh} "$@" </dev/null; }`;
}

/** Shell text that writes a mark on stdout and stderr. */
export function both(nonce: string, text: string): string {
  const mark = print(nonce, text);
  return `${mark}; ${mark} >&2`;
}

function print(nonce: string, text: string): string {
  return `printf '${printable(marker(nonce, text))}'`;
}

function printable(mark: string): string {
  return mark.replaceAll('\x1e', '\\036');
}

export function takeAnswers(
  probes: readonly Probe[],
  { stdout, cutAt }: Pick<Reply, 'stdout' | 'cutAt'>,
  nonce: string,
): Reading {
  const parts = cutAtMarkers(stdout, nonce);
  const isWhole = ({ bytes }: Part) => !spans(bytes, stdout, cutAt);
  const said = new Map(parts.map((part, index) => [part.text, { part, next: parts[index + 1] }]));
  const whole = (text: string) => {
    const found = said.get(text);
    return found && isWhole(found.part) ? found : undefined;
  };
  const virsh = virshAnswers(probes, whole('virsh')?.part.bytes, whole('errors')?.part.bytes);
  const asked = askedBy(probes);
  const raws = probes.map(({ ask }, own) => {
    const index = asked[own] ?? own;
    if (ask.kind === 'virsh') return virsh.raws.get(index);
    const found = ask.kind === 'script' ? whole(`p ${index}`) : undefined;
    if (!found?.next?.text.startsWith('s ') || !isWhole(found.next)) return undefined;
    const status = Number(found.next.text.slice(2));
    return {
      answers: [{ status, stdout: found.part.bytes, stderr: found.next.bytes }],
      stream: [found.part.bytes, Buffer.from(String(status))],
    };
  });
  const gap = cutAt === undefined ? '' : TOO_LONG;
  return { raws, virshError: virsh.error || gap, scriptError: gap };
}

const TOO_LONG = 'the host printed more than can be read at once';

/** Whether bytes are missing in a part, which is one of `whole`. */
function spans(part: Buffer, whole: Buffer, cutAt: number | undefined): boolean {
  const start = part.byteOffset - whole.byteOffset;
  return cutAt !== undefined && start <= cutAt && cutAt <= start + part.length;
}
