import { expect, test } from 'vitest';
import { compileTemplate } from '../../../src/template/handlebars/template.ts';
import { TEMPLATE_FUNCTIONS } from '../../../src/template/handlebars/template-functions.ts';

test.each(Object.entries(TEMPLATE_FUNCTIONS))(
  'the example of %s',
  (name, { example: [template, result] }) => {
    expect(template).toContain(name);
    expect(compileTemplate(template, 'f', 'text').render({})).toBe(result);
  },
);
