/** What the rooms of expressions and templates may import. */
export const TEMPLATE_ROOMS: Readonly<Record<string, readonly string[]>> = {
  template: ['problem.ts'],
  'template/expression': [
    'template',
    'template/expression/filters',
    'template/expression/syntax',
    'template/expression/values',
  ],
  'template/expression/filters': [
    'plan',
    'template',
    'template/expression',
    'template/expression/values',
    'yaml',
  ],
  'template/expression/syntax': ['template'],
  'template/expression/values': ['template', 'template/expression/syntax'],
  'template/handlebars': ['template', 'template/expression', 'template/output', 'template/expression/values'],
  'template/interpolation': [
    'problem.ts',
    'template',
    'template/expression',
    'template/expression/values',
    'template/jinja',
    'template/output',
  ],
  'template/jinja': [
    'problem.ts',
    'template',
    'template/expression',
    'template/expression/filters',
    'template/expression/syntax',
    'template/expression/values',
    'template/output',
  ],
  'template/output': [],
};
