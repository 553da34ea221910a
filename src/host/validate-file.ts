import { type Step, scriptStep } from '../plan/step.ts';

/** The new content lies in a file of its own while it is checked. `%s` counts once in each argument. */
const CHECK = `
new=$(mktemp) || exit
trap 'rm -f -- "$new"' EXIT
cat >"$new" || exit
for word; do
  shift
  case $word in *%s*) word=\${word%%%s*}$new\${word#*%s} ;; esac
  set -- "$@" "$word"
done
"$@"`;

/** The step that refuses a content before it is installed, if there is a program to ask. */
export function checkSteps(argv: readonly string[] | undefined, content: string): Step[] {
  return argv ? [scriptStep(`validate with ${argv.join(' ')}`, CHECK, argv, content)] : [];
}
