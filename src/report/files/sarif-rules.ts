/** What a result of SARIF can be. */
export const RULES = {
  drifted: 'The host was changed since the task was applied.',
  pending: 'The playbook has moved on, and was not applied.',
  both: 'The host was changed, and the playbook has moved on.',
  unknown: 'The host does not tell why it differs, or whether it does.',
  unmanaged: 'No task describes it.',
  waived: 'waivers.yaml allows the difference.',
  'would-change': 'A run would change it.',
  blocked: 'A change is not made without consent.',
  failed: 'A task failed.',
  unreachable: 'The host could not be reached.',
} as const;

export type RuleId = keyof typeof RULES;
