import * as z from 'zod';
import { keptAt, NOTES, STATE } from '../engine/kept/keep-script.ts';
import { RUNS } from '../engine/kept/kept-record.ts';
import { PRIVATE } from '../engine/script/write-file.ts';
import { filePlan, fileSession } from '../management/network-file.ts';
import { defineModule } from '../modules/module.ts';
import { type Change, NO_IMPACT, predict, valueAction } from '../plan/change.ts';
import { family, type Probe, printed } from '../plan/probe.ts';
import { type Step, scriptStep } from '../plan/step.ts';

/** A path that is to be as it was before a run. */
export interface RestoredPath {
  /** The id of the run. */
  run: string;
  path: string;
  /** What was there, in the words of `STATE`. */
  before: string;
  /** Folders that were made for it, the innermost first: they go with it where nothing else is in them. */
  folders: readonly string[];
}

/** What is at the paths of a host, in one line each; the content is a digest. */
const pathStates = family<string>('file state');

export function pathState(path: string): Probe<string> {
  return pathStates.of(path, {
    ask: { kind: 'script', script: `${STATE}\nstate "$1" && printf '%s\\n' "$is"`, args: [path] },
    parse: (answers) => printed(answers, `read ${path}`).trim(),
  });
}

/** The bytes come from what the host keeps: they never leave it. */
const RESTORE = `
kept=$1 path=$2 before=$3
shift 3
folder=\${path%/*}/
case $before in
  absent)
    if [ -d "$path" ] && [ ! -L "$path" ]; then rmdir --ignore-fail-on-non-empty -- "$path"
    else rm -f -- "$path"
    fi || exit
    for folder; do rmdir -- "$folder" 2>/dev/null || exit 0; done
    exit 0 ;;
  directory*)
    set -- $before
    # What a link leads to is none of the run.
    if [ -L "$path" ]; then rm -f -- "$path" || exit; fi
    if [ ! -d "$path" ] && [ -d "$kept" ]; then mkdir -p -- "$folder" && cp -aT -- "$kept" "$path" || exit; fi
    mkdir -p -- "$path" && cd -P -- "$path" || exit
    # Whoever owns the folder above may have put a link there meanwhile.
    [ ! -L "$path" ] && [ "$path" -ef . ] || { echo "$path is another folder now" >&2; exit 1; }
    chown -- "$3" . && chmod -- "$2" .
    exit ;;
esac
umask 022; mkdir -p -- "$folder" || exit
umask 077; ${PRIVATE} || exit
trap 'rm -f new; cd /; rmdir -- "$private"' EXIT; trap 'exit 143' TERM
cp -aT -- "$kept" new && mv -fT new "$path"`;

function restoreStep({ run, path, before, folders }: RestoredPath): Step {
  return scriptStep(`bring ${path} back`, RESTORE, [
    `${RUNS}/${run}/${keptAt(path)}`,
    path,
    before,
    ...folders,
  ]);
}

/** The change that brings a path back, or none. What Virtfleet notes for itself is not reported. */
export function restoration(restored: RestoredPath, now: string): Change[] {
  const { path, before } = restored;
  if (now === before) return [];
  const is = wordsOf(now, before, 'content');
  const was = wordsOf(before, now, 'content before the run');
  return [
    {
      action: valueAction(is, was),
      // A folder in which somebody has put something meanwhile stays.
      proof: before === 'absent' && now.startsWith('directory') ? 'opaque' : 'observed',
      what: `file ${path}`,
      copies: ['file'],
      before: is,
      after: was,
      impact: NO_IMPACT,
      steps: [restoreStep(restored)],
      predictions: [predict(pathState(path), before)],
      sideEffects: [path],
      ...(path.startsWith(NOTES) && { bookkeeping: true as const }),
    },
  ];
}

/** What is at a path in the words of other changes of files: of two files, or two folders, what differs. */
function wordsOf(state: string, other: string, content: string): string | null {
  const [kind, mode, owner, digest] = state.split(' ');
  const than = other.split(' ');
  if (kind === 'absent') return null;
  if (kind !== 'file' && kind !== 'directory') return state;
  const isOfKind = kind === than[0];
  return [
    ...(!isOfKind && kind === 'directory' ? [kind] : []),
    ...(isOfKind && digest !== than[3] ? [content] : []),
    ...(isOfKind && mode === than[1] ? [] : [`mode ${mode}`]),
    ...(isOfKind && owner === than[2] ? [] : [`owner ${owner}`]),
  ].join(', ');
}

export const restoredFile = defineModule({
  name: 'file',
  summary: 'Bring a file back as it was before a run',
  example: '',
  args: z.custom<RestoredPath>(),
  resource: ({ path }) => `file ${path}`,
  observe: ({ path }) => ({ now: pathState(path), ...fileSession(path) }),
  plan: (restored, { now, session }) => filePlan(restored.path, restoration(restored, now), session),
});
