import { defineCommand } from './command.ts';
import { drift as declaration } from './declaration/drift.ts';
import { UsageError } from './declaration/option.ts';
import { checkDrift } from './execution/check-drift.ts';
import { reportNothing } from './execution/report-nothing.ts';
import { historyFor } from './request/history-for.ts';
import { requestOf } from './request/request.ts';

export const drift = defineCommand(
  declaration,
  async (given, io, ...playbooks) => {
    const { snapshot, notify, notifyCommand } = given;
    if (snapshot !== undefined && (notify.length > 0 || notifyCommand !== undefined))
      throw new UsageError('--notify is not for --snapshot: nothing has changed in it since it was taken.');
    const options = historyFor(given);
    const request = await requestOf(playbooks, options, io);
    return checkDrift(request, options, io);
  },
  (options, io) => reportNothing('drift', options, io),
);
