import { defineCommand } from './command.ts';
import { drift as declaration } from './declaration/drift.ts';
import { checkDrift } from './execution/check-drift.ts';
import { reportNothing } from './execution/report-nothing.ts';
import { requestOf } from './request/request.ts';

export const drift = defineCommand(
  declaration,
  async (options, io, ...playbooks) => {
    const request = await requestOf(playbooks, options, io);
    return checkDrift(request, options, io);
  },
  (options, io) => reportNothing('drift', options, io),
);
