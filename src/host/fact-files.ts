import { type Dependency, dependency } from '../plan/dependency.ts';
import { hostFacts } from './facts.ts';
import { fileStates, textAt } from './files.ts';
import { contentOf } from './local-facts.ts';

/** What follows from a file of /etc/ansible/facts.d, whatever writes it. One that can be run is not read. */
export const factDependencies: readonly Dependency[] = [
  dependency(fileStates, hostFacts, (facts, { name, after }) => {
    const [, fact] = /^\/etc\/ansible\/facts\.d\/([^/.][^/]*)\.fact$/.exec(name) ?? [];
    const text = textAt(after);
    if (fact === undefined || text === undefined) return facts;
    const { [fact]: _, ...others } = facts.min.local as Record<string, unknown>;
    const isRead = after.kind === 'file' && !/[1357]/.test(after.mode.slice(-3));
    const own = isRead && text !== null ? { [fact]: contentOf(text.split('\n')) } : {};
    return { ...facts, min: { ...facts.min, local: { ...others, ...own } } };
  }),
];
