import type { Step } from '../../../src/plan/step.ts';

/** What steps do, in the words of the table. */
export function wordsOf(steps: readonly Step[]): string[] {
  return steps.map((step) => {
    if (step.do === 'detached') return 'restart';
    if (step.do === 'virsh') return wordOf(step.argv);
    // The same call for what is stored and what runs.
    const [call = [], again = [], ...more] = step.do === 'virsh-set' ? step.commands : [];
    if (again.length > 0 && more.length === 0 && wordOf(call) === wordOf(again)) return wordOf(call);
    return step.do === 'run' && step.argv[0] === 'ip' ? 'plug' : step.do;
  });
}

function wordOf([command = '', ...more]: readonly string[]): string {
  const option = (name: string) => more[more.indexOf(name) + 1];
  return command === 'net-update' ? `${option('--section')} ${option('--command')}` : command;
}

export function fate(was: string | undefined, is: string | undefined): 'same' | 'new' | 'none' {
  if (is === undefined) return 'none';
  return is === was ? 'same' : 'new';
}

/** Whether a line of `ip -o monitor link` says that a tap is on no bridge. */
export function isLost(event: string, tap: string): boolean {
  return event.includes(` ${tap}: `) && !event.includes(' master ');
}

/** A copy without what only a live one has. */
export function plain(xml: string): string {
  return xml
    .replace(/ connections='\d+'/g, '')
    .replace(/ *<port start='1024' end='65535'\/>\n/, '')
    .replace(/ *<nat>\n *<\/nat>\n/, '')
    .replace("<forward mode='nat'>\n  </forward>", "<forward mode='nat'/>");
}
