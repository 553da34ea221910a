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

/**
 * Shell text that asks all probes. Scripts come first, each as a function in a subshell; then all virsh reads.
 * The marks are `p INDEX`, `s STATUS` for a script, `v INDEX COMMAND` for a virsh command.
 */
export function readText(probes: readonly Probe[], virsh: Virsh, nonce: string): string {
  const scripts = probes.map(({ ask }, index) => {
    if (ask.kind !== 'script') return '';
    return [
      `probe() (${ask.script}\n)`,
      both(nonce, `p ${index}`),
      `${quote(['probe', ...ask.args])} </dev/null`,
      `printf '${printable(marker(nonce, 's %s'))}' $?`,
    ].join('\n');
  });
  const commands = probes.flatMap(({ ask }, index) =>
    ask.kind === 'virsh'
      ? ask.commands.map((argv, command) => ({ mark: `v ${index} ${command}`, argv }))
      : [],
  );
  const batches = commands.length > 0 ? [both(nonce, 'virsh'), virshBatches(virsh, commands, nonce)] : [];
  return [libvirtFunction(virsh), ...scripts.filter(Boolean), ...batches].join('\n');
}

/** What probe scripts call to ask libvirt: it never writes. */
function libvirtFunction({ uri }: Virsh): string {
  const virsh = quote(virshArgv({ uri, readOnly: true }));
  return `libvirt_uri=${quote([uri])}; libvirt() { ${virsh} "$@" </dev/null; }`;
}

/** Shell text that writes a mark on stdout and stderr. */
export function both(nonce: string, text: string): string {
  const mark = printable(marker(nonce, text));
  return `printf '${mark}'; printf '${mark}' >&2`;
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
  { stdout, stderr }: Pick<Reply, 'stdout' | 'stderr'>,
  nonce: string,
): Reading {
  const parts = cutAtMarkers(stdout, nonce);
  const errors = new Map(cutAtMarkers(stderr, nonce).map(({ text, bytes }) => [text, bytes]));
  const byMark = new Map(parts.map((part, index) => [part.text, { part, next: parts[index + 1] }]));
  const raws = probes.map(({ ask }, index) => {
    if (ask.kind === 'script') {
      const found = byMark.get(`p ${index}`);
      if (!found?.next?.text.startsWith('s ')) return undefined;
      const status = Number(found.next.text.slice(2));
      const error = errors.get(`p ${index}`) ?? Buffer.alloc(0);
      return {
        answers: [{ status, stdout: found.part.bytes, stderr: error }],
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
  return { raws, virshError: virshErrors(errors.get('virsh')).toString().trim() };
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
