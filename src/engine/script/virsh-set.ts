import { quote } from '../../plan/quote.ts';
import type { VirshRollback } from '../../plan/step.ts';
import { command } from './command.ts';
import { linkOf, withoutStaleLink } from './stale-link.ts';
import { storeAgain, storedBy } from './store-again.ts';
import { processes, type Virsh, virshArgv, virshLine, virshWord } from './virsh.ts';

/** Shell text that does one command. */
export function virshText(virsh: Virsh, argv: readonly string[], stdin?: string): string {
  const isPlain = contentAt(argv) < 0 && storedBy(argv) === undefined && linkOf(argv) === undefined;
  return isPlain ? command(virshArgv(virsh, ...argv), stdin) : virshSet(virsh, [argv], stdin);
}

/**
 * Shell text that does all these commands. virsh goes on after one that fails and says with its status only how the
 * last one went: each is named on stderr by its number, and whichever says anything there has failed; a last `echo`
 * leaves zero. Contents lie in files of a private folder while virsh runs: every user of the host could read an
 * argument, and a long one would not start. printf is of the shell itself.
 */
export function virshSet(
  virsh: Virsh,
  commands: readonly (readonly string[])[],
  stdin?: string,
  rollback?: VirshRollback,
): string {
  const contents: string[] = [];
  const filed = commands.map((argv) => fileContent(argv, contents));
  const begun = runs(virsh, filed, stdin);
  return `(
${contents.length > 0 ? inFiles(contents) : ''}
said=$({ ${begun.join('\n[ $? = 0 ] && ')}\n} 2>&1 >/dev/null)
status=$?; ended=$status command= failed=
${nameText(commands)}
while IFS= read -r line; do
  case $line in
    "error: ${NAME}"*) command=\${line#"error: ${NAME}"} ;;
    *) name "$command" >&2
       printf '%s\\n' "${commands.length > 1 ? '  ' : ''}\${line#error: }" >&2
       status=1 failed=$failed\${command:+ $command} command= ;;
  esac
done <<SAID
$said
SAID
${withoutStaleLink(virsh, commands)}${storeAgain(virsh, commands)}${rollback ? rollbackText(virsh, rollback) : ''}exit $status
)`;
}

/** A command without contents needs no folder: a rollback does such on a disk that is full. */
function inFiles(contents: readonly string[]): string {
  return `folder=$(mktemp -d) && cd "$folder" || exit
trap 'rm -rf -- "$folder"' EXIT; trap 'exit 143' TERM
${contents.map((text, index) => `printf %s ${quote([text])} >${index + 1} || exit`).join('\n')}`;
}

/** Defines `name NUMBER`, which says which of several commands it is. */
export function nameText(commands: readonly (readonly string[])[]): string {
  return `name() {
  case $1 in
${commands.length > 1 ? commands.map(nameCase).join('\n') : "'') ;;"}
  esac
}`;
}

/** The status of virsh is that of its last command. */
export function rollbackText(virsh: Virsh, { commands, stdin, done }: VirshRollback): string {
  const line = commands.map(virshLine).join(';');
  const text = command(virshArgv(virsh, line), stdin);
  return `if [ $status != 0 ]; then
  { ${text}
} >/dev/null 2>&1 && printf '%s\\n' ${quote([done])} >&2
fi
`;
}

/** Stands before the number of a command; XML cannot hold it. */
export const NAME = '\x1e';

function nameCase(argv: readonly string[], index: number): string {
  return `${index}) printf '%s:\\n' ${quote([argv.join(' ').replaceAll(/\s+/g, ' ')])} ;;`;
}

/** A command whose content is in a file; `editor` is what virsh is to take for an editor that has written it. */
interface Filed {
  argv: readonly string[];
  editor?: string;
}

/** What takes a content: as the name of a file, or only as itself or from an editor (virsh(1), `--edit`). */
const OPTIONS = new Map([
  ['--xml', 'file'],
  ['--set', 'editor'],
  ['--new-desc', 'editor'],
]);

/** Where a command has the option with its content; a network may be called like one. */
function contentAt(argv: readonly string[]): number {
  return argv.findIndex((word, index) => OPTIONS.has(word) && argv[index - 1] !== '--network');
}

function fileContent(argv: readonly string[], contents: string[]): Filed {
  const at = contentAt(argv);
  if (at < 0) return { argv };
  const file = `./${contents.push(argv[at + 1] ?? '')}`;
  const [before, after] = [argv.slice(0, at), argv.slice(at + 2)];
  return OPTIONS.get(argv[at] ?? '') === 'file'
    ? { argv: [...before, '--xml', file, ...after] }
    : { argv: [...before, '--edit', ...after], editor: `cp ${file}` };
}

/** The processes of virsh: one command with an editor is one of its own. The first gets the input. */
function runs(virsh: Virsh, commands: readonly Filed[], stdin: string | undefined): string[] {
  const all: { texts: string[]; editor?: string }[] = [];
  for (const [index, { argv, editor }] of commands.entries()) {
    const text = `echo --err ${virshWord(`${NAME}${index}`)};${virshLine(argv)};`;
    const last = all.at(-1);
    if (editor !== undefined) all.push({ texts: [text], editor });
    else if (last && last.editor === undefined) last.texts.push(text);
    else all.push({ texts: [text] });
  }
  return all.flatMap(({ texts, editor }, index) => {
    const lines = processes(virsh, texts, 'echo', index === 0 ? stdin : undefined);
    return editor === undefined ? lines : lines.map((line) => `VISUAL=${quote([editor])} ${line}`);
  });
}
