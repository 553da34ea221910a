import { expect, it } from 'vitest';
import { inventoryText } from '../../src/adopt/written/project-files.ts';
import { readYaml } from '../../src/yaml/yaml.ts';

it('names of hosts and users are texts, whatever YAML takes them for', () => {
  const text = inventoryText(['hv01', '10.0.0.1', 'no', '007'], 'ops: lab');
  expect(text.split('\n').slice(3, 7)).toEqual(['    hv01:', '    10.0.0.1:', '    "no":', '    "007":']);
  expect(readYaml(text, 'inventory.yaml').value).toMatchObject({
    all: { vars: { ansible_user: 'ops: lab' } },
  });
});
