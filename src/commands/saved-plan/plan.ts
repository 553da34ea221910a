import { didYouMean } from '../../template/suggest.ts';
import { defineCommand } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import { plan as declaration } from '../declaration/plan.ts';
import { approve } from './approve.ts';
import { show } from './show.ts';

export const plan = defineCommand(declaration, async (options, io, ...words) => {
  const [action = '', path = '', ...more] = words;
  if (action !== 'show' && action !== 'approve') {
    const { hint } = didYouMean(action, ['show', 'approve']);
    throw new UsageError(
      ['it is written virtfleet plan show FILE, or approve FILE --key KEY.', hint].filter(Boolean).join(' '),
    );
  }
  if (path === '' || more.length > 0) throw new UsageError(`it is written virtfleet plan ${action} FILE.`);
  if (action === 'show') return show(path, options, io);
  if (options.key === undefined)
    throw new UsageError('approve needs --key, such as --key ~/.ssh/id_ed25519.');
  return approve(path, options.key, io);
});
