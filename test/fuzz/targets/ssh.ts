import { fingerprint } from '../../../src/transport/ssh/host-key.ts';
import { keyType, matches, parseKnownHosts } from '../../../src/transport/ssh/known-hosts.ts';
import { parseSettings } from '../../../src/transport/ssh/ssh-settings.ts';
import { texts } from '../corpus.ts';
import type { Target } from '../target.ts';

const KEY = 'AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f';
const LOCAL = { home: '/home/alice', user: 'alice', uid: 1000, env: { HOME: '/home/alice', X: 'y' } };

/** What the configuration of ssh says. */
export const SSH: readonly Target[] = [
  {
    name: 'known_hosts',
    corpus: texts(
      `hv01,10.0.0.1,*.example.com,!bad.example.com ssh-ed25519 ${KEY} comment\n@revoked * ssh-ed25519 ${KEY}\n`,
      `|1|AAAAAAAAAAAAAAAAAAAAAAAAAAA=|AAAAAAAAAAAAAAAAAAAAAAAAAAA= ssh-ed25519 ${KEY}\n@cert-authority *.x ssh-ed25519 ${KEY}\n`,
      `[hv01]:2222 ssh-ed25519 ${KEY}\n# a comment\n\nbroken line\n`,
    ),
    words: ['*', '?', '!', ',', '|1|', '@revoked ', '*a*a*a*a*a*a*a*a*a*a*b'],
    read(input) {
      for (const { names, key } of parseKnownHosts(input.toString(), 'known_hosts')) {
        matches(names, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com');
        keyType(key);
        fingerprint(key);
      }
    },
  },
  {
    name: 'ssh -G',
    corpus: texts(
      'host hv01\nuser root\nhostname 10.0.0.1\nport 22\nidentityfile ~/.ssh/id_ed25519\nuserknownhostsfile /a/known_hosts ~/b %d/c ${X}/d\nproxyjump a@b:22,c\nidentityagent $SSH_AUTH_SOCK\n',
    ),
    words: ['%h', '%d', '${HOME}', 'proxycommand x', '~', 'hostkeyalias %n'],
    read: (input) => void parseSettings(input.toString(), 'hv01', LOCAL),
  },
];
