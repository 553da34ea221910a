/** What the rooms of findings, the history, reports and notices may import. */
export const REPORT_ROOMS: Readonly<Record<string, readonly string[]>> = {
  drift: ['host', 'libvirt/model', 'libvirt/observe', 'plan', 'problem.ts', 'yaml'],
  history: ['drift', 'plan'],
  'history/questions': ['drift', 'duration.ts', 'history', 'plan'],
  'history/screens': ['history', 'history/questions', 'plan', 'report', 'report/drift', 'report/files'],
  notify: ['drift', 'hidden-texts.ts', 'history', 'plan', 'report', 'report/drift', 'transport'],
  report: ['hidden-texts.ts', 'plan', 'problem.ts'],
  'report/drift': ['drift', 'plan', 'report'],
  'report/files': ['drift', 'plan', 'report', 'report/drift'],
  'report/live': ['plan', 'report'],
  'report/networks': ['plan', 'report'],
  'report/page': [
    'drift',
    'history',
    'history/questions',
    'plan',
    'report',
    'report/drift',
    'report/files',
    'report/page/drawing',
  ],
  'report/page/browser': [],
  'report/page/drawing': ['plan', 'report', 'report/page'],
  schedule: ['duration.ts', 'problem.ts'],

  'schedule/forms': ['plan', 'schedule'],
  serve: ['report/page'],
};
