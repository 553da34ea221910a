import { expect, it } from 'vitest';
import { serviceFacts } from '../../src/modules/service-facts.ts';
import { parsed, trial } from './trial.ts';

const TEXT = `unit cron.service loaded active running Regular background program processing daemon
unit libvirtd.service loaded inactive dead Virtualization daemon
unit gone.service not-found inactive dead gone.service
file cron.service enabled enabled
file libvirtd.service enabled enabled
file other.service static -
`;

it('services are told as Ansible tells them', () => {
  const { services } = serviceFacts.observe({});
  const found = parsed(services, TEXT);
  const source = 'systemd';
  expect(found).toEqual({
    'cron.service': { name: 'cron.service', state: 'running', status: 'enabled', source },
    'libvirtd.service': { name: 'libvirtd.service', state: 'stopped', status: 'enabled', source },
    'gone.service': { name: 'gone.service', state: 'stopped', status: 'not-found', source },
    'other.service': { name: 'other.service', state: 'inactive', status: 'static', source },
  });
  expect(trial(serviceFacts, {}, { services: found }).plan.result).toEqual({
    ansible_facts: { services: found },
  });
});
