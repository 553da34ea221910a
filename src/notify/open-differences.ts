import { type Finding, subjectOf } from '../drift/finding.ts';
import type { Alert } from '../history/alerts.ts';
import { text } from '../history/storable.ts';
import { changeText } from '../report/change-text.ts';

/** A difference that somebody should know of; `finding` has only its change. */
export interface OpenDifference {
  finding: Finding;
  alert: Omit<Alert, 'since'>;
}

/** What is not waived and can be compared, a difference each. */
export function openDifferences(findings: readonly Finding[]): OpenDifference[] {
  return findings.flatMap((finding): OpenDifference[] => {
    const { host, resource, state, changes, message = '' } = finding;
    if (state === 'waived') return [];
    if (state === 'unmanaged')
      return [{ finding, alert: { host, resource: text(resource), what: '', state, text: message } }];
    const observed = changes.filter(({ proof }) => proof === 'observed');
    return observed.map((change) => ({
      finding: { ...finding, changes: [change] },
      alert: {
        ...{ host, resource: text(resource), what: text(subjectOf(change)) },
        ...{ state: change.cause ?? state, text: changeText(change) },
      },
    }));
  });
}
