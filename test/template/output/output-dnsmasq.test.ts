import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileTemplate } from '../../../src/template/handlebars/template.ts';
import { brief, problemsOf } from '../problems.ts';

const HOST = compileTemplate('domain=lab\ndhcp-host={{mac}},{{name}}\n', 'dnsmasq.conf.hbs', 'dnsmasq');

test('fields are written as they are', () => {
  expect(HOST.render({ mac: '52:54:00:00:00:01', name: 'web 1' })).toBe(
    'domain=lab\ndhcp-host=52:54:00:00:00:01,web 1\n',
  );
});

/** What a field can hold, from dnsmasq's manual rather than from our code. */
const isPlain = (name: string) => !/[\0\n\r\t,#"\\]|^\s|\s$/.test(name);

test('a value never makes a line or a field of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a\n\r,#"\\\0\t :=é') }), (name) => {
      const render = () => HOST.render({ mac: 'm', name });
      if (isPlain(name)) expect(render()).toBe(`domain=lab\ndhcp-host=m,${name}\n`);
      else expect(problemsOf(render)).toHaveLength(1);
    }),
    { numRuns: 500 },
  );
});

test.each([
  'a\nconf-file=/etc/shadow',
  'a\rb',
  'a\0',
  'a,b',
  'a#b',
  'a"b',
  'a\\b',
  'a\tb',
  ' a',
  'a ',
  '\x7f',
  '\ud800',
  null,
  [],
])('%j is refused with its name and place', (name) => {
  const [problem, ...more] = problemsOf(() => HOST.render({ mac: 'm', name }));
  expect(more).toEqual([]);
  expect(brief(problem ? [problem] : [])).toEqual(['unsafe-value 2:19+8']);
  expect(problem?.detail).toContain('`name`');
  expect(problem?.place?.file).toBe('dnsmasq.conf.hbs');
});
