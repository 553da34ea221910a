import type { Answer, Probe } from '../plan/probe.ts';
import { quote } from '../plan/quote.ts';
import type { Reply } from '../transport/session.ts';
import { cutAtMarkers, marker, type Part } from './markers.ts';
import { type Virsh, virshArgv, virshBatches } from './virsh.ts';

/** What a host said to one probe: `stream` is its whole part of stdout, for the comparison before a write. */
export interface Raw {
  answers: readonly Answer[];
  stream: readonly Buffer[];
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
 * Scripts come first, each in a subshell; then all virsh reads. The marks are `p INDEX`, `s STATUS` for a script,
 * `v INDEX COMMAND` for a virsh command.
 */
function asking(probes: readonly Probe[], virsh: Virsh, nonce: string, withErrors: boolean): string {
  const [format, said] = withErrors ? ['%s', ' "$said"'] : ['', ''];
  const capture = '2>&1 >&3 3>&-';
  const scripts = probes.map(({ ask }, index) => {
    if (ask.kind !== 'script') return '';
    return [
      `probe() { ${ask.script}\n}`,
      print(nonce, `p ${index}`),
      `said=$(${quote(['probe', ...ask.args])} </dev/null ${capture})`,
      `printf '${printable(marker(nonce, 's %s'))}${format}' $?${said}`,
    ].join('\n');
  });
  const commands = probes.flatMap(({ ask }, index) =>
    ask.kind === 'virsh'
      ? ask.commands.map((argv, command) => ({ mark: `v ${index} ${command}`, argv }))
      : [],
  );
  const batches = [
    print(nonce, 'virsh'),
    `said=$({ ${virshBatches(virsh, commands, nonce)}\n} ${capture})`,
    ...(withErrors ? [`printf '${printable(marker(nonce, 'errors'))}%s' "$said"`] : []),
  ];
  const texts = [...scripts.filter(Boolean), ...(commands.length > 0 ? batches : [])];
  return ['exec 3>&1', libvirtFunction(virsh), ...texts].join('\n');
}

/** What probe scripts call to ask libvirt: it never writes. */
function libvirtFunction({ uri }: Virsh): string {
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

/** What came back of `readText`: an entry a probe, undefined where a virsh that did not run left none. */
export interface Reading {
  raws: readonly (Raw | undefined)[];
  /** What virsh said when it could not reach libvirt at all. */
  virshError: string;
}

export function takeAnswers(
  probes: readonly Probe[],
  { stdout }: Pick<Reply, 'stdout'>,
  nonce: string,
): Reading {
  const all = cutAtMarkers(stdout, nonce);
  const at = all.findIndex(({ text }) => text === 'errors');
  const [parts, said] = at < 0 ? [all, []] : [all.slice(0, at), all.slice(at)];
  const errors = new Map(said.map(({ text, bytes }) => [text, bytes]));
  const byMark = new Map(parts.map((part, index) => [part.text, { part, next: parts[index + 1] }]));
  const raws = probes.map(({ ask }, index) => {
    if (ask.kind === 'script') {
      const found = byMark.get(`p ${index}`);
      if (!found?.next?.text.startsWith('s ')) return undefined;
      const status = Number(found.next.text.slice(2));
      return {
        answers: [{ status, stdout: found.part.bytes, stderr: found.next.bytes }],
        stream: [found.part.bytes, Buffer.from(String(status))],
      };
    }
    if (ask.kind === 'local') return undefined;
    const found = ask.commands.map((_, command) => byMark.get(`v ${index} ${command}`)?.part);
    if (!found.every((part): part is Part => part !== undefined)) return undefined;
    return {
      answers: found.map(({ text, bytes }) => ({
        status: 0,
        stdout: withoutEcho(bytes),
        stderr: virshErrors(errors.get(text)),
      })),
      stream: found.map(({ bytes }) => bytes),
    };
  });
  return { raws, virshError: virshErrors(errors.get('errors')).toString().trim() };
}

/** Since 10.x virsh's echo ends its line; before, the answer begins right behind the mark. */
function withoutEcho(bytes: Buffer): Buffer {
  return bytes[0] === 0x0a ? bytes.subarray(1) : bytes;
}

/** What a command wrote to stderr, without the line end of its mark and the `error: ` of the next one. */
function virshErrors(bytes: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.from(
    bytes
      .toString('latin1')
      .replace(/^\n/, '')
      .replace(/error: $/, ''),
    'latin1',
  );
}
