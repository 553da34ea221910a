import { expect, it } from 'vitest';
import { convertFile } from '../../src/convert/convert-file.ts';
import { blocks } from './documents.ts';

it('the example of virtfleet convert is what it makes', () => {
  const yaml = blocks('yaml').filter(({ where }) => where.startsWith('docs/coming-from-ansible.md'));
  const at = yaml.findIndex(({ text }) => text.includes('virt_net:'));
  const made = convertFile(yaml[at]?.text ?? '', 'tasks/main.yml');
  expect(made?.text).toBe(yaml[at + 1]?.text);
  expect(made?.left).toEqual([]);
});
