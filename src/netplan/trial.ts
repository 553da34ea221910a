import { createHash } from 'node:crypto';
import type { Change } from '../plan/change.ts';
import { valueAfter } from '../plan/dependency.ts';
import type { Trial } from '../plan/plan.ts';
import { only, type Probe, ProbeError } from '../plan/probe.ts';
import { GENERATE, notApplied, UNAPPLIED } from './apply.ts';
import { type NetplanFile, netplanDependencies, netplanFiles } from './host-files.ts';

/**
 * Prints the folder, the status, those of the links whose files networkd would get anew, and what the generator said.
 */
const TRY = `${GENERATE}${UNAPPLIED}
umask 077
links=$1
shift
while [ $# -gt 1 ]; do
  { [ -d "$root\${1%/*}" ] || mkdir -p "$root\${1%/*}"; } && printf '%s' "$2" >"$root$1" || exit
  shift 2
done
said=$(generate 2>&1)
status=$?
[ $status = 0 ] || links=
unapplied $links
printf '%s\\n' "$root" "$status" "$pending" "$said"`;

/**
 * What netplan's own generator says of these files, alone in a folder of their own; the host keeps what it has. Of the
 * links of this session nothing may differ from what is applied, unless the change is guarded.
 */
export function generated(files: readonly NetplanFile[], session: readonly string[] = []): Probe<Trial> {
  const args = [session.join(' '), ...files.flatMap(({ path, text }) => [path, text])];
  const hash = createHash('sha256').update(JSON.stringify(args)).digest('hex');
  return {
    key: `netplan generate ${hash}`,
    ask: { kind: 'script', script: TRY, args },
    // What is not applied yet may be so by the time the next task asks the same.
    awaited: true,
    parse: (answers) => {
      const { status, stdout, stderr } = only(answers);
      if (status !== 0)
        throw new ProbeError(
          `cannot try the netplan files: ${stderr.toString().trim() || `status ${status}`}`,
        );
      return parseTrial(stdout.toString());
    },
  };
}

/** A message of GLib begins with its own line `** (generate:128): WARNING **: 11:59:57.531: `. */
function parseTrial(text: string): Trial {
  const [root = '', status, pending = '', ...said] = text.split('\n');
  const errors: string[] = [];
  const warnings: string[] = [];
  let isWarning = false;
  for (const line of said.map((each) => each.replaceAll(root, ''))) {
    const [, warning] = /^\*\* .*?WARNING \*\*: (?:[\d:.]+: )?(.*)$/.exec(line) ?? [];
    isWarning = warning !== undefined || (isWarning && !line.startsWith('/') && line !== '');
    if (warning !== undefined) warnings.push(`netplan: ${warning}`);
    else if (isWarning) warnings.push(`${warnings.pop()} ${line.trim()}`);
    else if (line !== '') errors.push(line);
  }
  const refusal = `netplan refuses its files with this change:\n${errors.join('\n')}`;
  const links = pending.split(' ').filter(Boolean);
  return {
    warnings: [...new Set(warnings)],
    ...(status !== '0' && { refusal }),
    ...(links.length > 0 && { unguarded: notApplied(links.join(', '), links.length > 1 ? 'them' : 'it') }),
  };
}

/**
 * What is tried before these changes are made: all files of the host as they will be, those of earlier tasks too.
 * Nothing where they stay as they are: a check leaves no trace on a host, not even in the folder of temporary files.
 */
export function trialOf(
  changes: readonly Change[],
  files: readonly NetplanFile[],
  session: readonly string[],
): Probe<Trial> | undefined {
  const predictions = changes.flatMap((change) => change.predictions);
  const after = valueAfter(netplanFiles, files, predictions, netplanDependencies);
  return after === files ? undefined : generated(after, session);
}
