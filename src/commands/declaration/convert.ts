import { declare } from './declaration.ts';
import { flag, path } from './option.ts';

export const convert = declare({
  name: 'convert',
  summary: "Copy an Ansible project and write it in Virtfleet's own form",
  details:
    'Tasks of virt_net become tasks of network, and the names of modules short. It prints what it changed, and what it left and why. No file of the project is changed.',
  arguments: '<project>',
  offer: 'files',
  options: {
    into: path('--into <folder>', 'the new folder (default PROJECT-virtfleet)'),
    cel: flag('--cel', 'spell conditions as CEL, where that means exactly the same'),
  },
  examples: ['virtfleet convert ansible', 'virtfleet convert ansible --into networks'],
});
