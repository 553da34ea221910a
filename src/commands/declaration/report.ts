import { declare } from './declaration.ts';
import { path, text } from './option.ts';
import { HISTORY } from './shared-options.ts';

export const report = declare({
  name: 'report',
  summary: 'Show drift checks and runs in a browser, from the history',
  details: [
    'serve listens on loopback until Ctrl-C and only shows: no page can change anything.',
    'With a token it may listen elsewhere.',
  ].join(' '),
  arguments: '[words...]',
  offer: ['serve'],
  options: {
    listen: text('--listen <address>', 'HOST:PORT to listen on (default 127.0.0.1:8642)'),
    tokenFile: path('--token-file <file>', 'file with the token that browsers need; only you may read it'),
    history: HISTORY,
  },
  examples: [
    'virtfleet report serve',
    'virtfleet report serve --listen 0.0.0.0:8642 --token-file ~/.config/virtfleet/report.token',
  ],
});
