import { type Probe, printed } from '../../plan/probe.ts';

/** How a host reaches others. */
export interface WaysOut {
  /** The default routes. */
  defaults: readonly { device: string; family: 'ipv4' | 'ipv6'; gateway?: string; protocol?: string }[];
  /** The name servers that the host asks. */
  resolvers: readonly string[];
  /** Such as `2.90`; undefined where there is no dnsmasq. */
  dnsmasq?: string;
}

/** Each line begins with a word that says what it is of. systemd-resolved keeps the servers behind its stub in a file. */
const READ = `
PATH=$PATH:/usr/sbin:/sbin
put() { while read -r line; do echo "$1 $line"; done; }
ip -o route show default | put default4
ip -o -6 route show default | put default6
resolv=/etc/resolv.conf
grep -qs '^nameserver 127[.]0[.]0[.]53' $resolv && [ -r /run/systemd/resolve/resolv.conf ] && resolv=/run/systemd/resolve/resolv.conf
grep -s '^nameserver[[:space:]]' $resolv | put resolver
command -v dnsmasq >/dev/null && dnsmasq --version | put dnsmasq
true`;

export const waysOut: Probe<WaysOut> = {
  key: 'ways out of the host',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    const lines = printed(answers, 'read the routes').split('\n');
    const of = (word: string) =>
      lines.flatMap((line) =>
        line.startsWith(`${word} `) ? [line.slice(word.length + 1).split(/\s+/)] : [],
      );
    const after = (words: readonly string[], word: string) =>
      words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
    const defaultsOf = (family: 'ipv4' | 'ipv6') =>
      of(family === 'ipv4' ? 'default4' : 'default6').flatMap((words) => {
        const [device, gateway, protocol] = ['dev', 'via', 'proto'].map((word) => after(words, word));
        if (device === undefined) return [];
        return [{ device, family, ...(gateway && { gateway }), ...(protocol && { protocol }) }];
      });
    const dnsmasq = of('dnsmasq')[0]?.[2];
    return {
      defaults: [...defaultsOf('ipv4'), ...defaultsOf('ipv6')],
      resolvers: of('resolver').flatMap(([, address]) => address ?? []),
      ...(dnsmasq !== undefined && { dnsmasq }),
    };
  },
};
