import { beforeAll, describe, expect, test } from 'vitest';
import { sampled } from '../sampled.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { said, talk } from './talk.ts';

// run0 is in the newer releases.
const HOSTS = sampled(oneOfEach().toReversed(), 1);
const PASSWORD = 'secret of the lab';

/** Users with the shell that their login has, and what its files do. */
const SHELLS: Readonly<Record<string, [shell: string, file: string, text: string]>> = {
  fish: ['fish', '.config/fish/config.fish', 'echo Welcome; set fish_trace 1'],
  tcsh: ['tcsh', '.cshrc', 'echo Welcome; set echo'],
  csh: ['csh', '.cshrc', 'echo Welcome'],
  rbash: ['rbash', '.profile', 'echo Welcome'],
  banner: ['bash', '.bashrc', 'echo Welcome; echo Welcome >&2; cat /etc/services; set -x'],
};

/** Users with what lets them become root. */
const RIGHTS = `
printf '%s\\n' 'permit nopass doas as root' 'permit doasks as root' >/etc/doas.conf
printf '%s\\n' 'Defaults:plain,plainasks requiretty' 'plain ALL=(ALL) NOPASSWD: ALL' 'plainasks ALL=(ALL) ALL' >/etc/sudoers.d/plain
for user in doas doasks plain plainasks run0 run0asks; do
  useradd --create-home --shell /bin/sh "$user" && echo "$user:$1" | chpasswd || exit
done
usermod -aG sudo run0asks
cat >/etc/polkit-1/rules.d/50-run0.rules <<'RULE'
polkit.addRule(function (action, subject) {
  if (action.id == "org.freedesktop.systemd1.manage-units" && subject.user == "run0") return polkit.Result.YES;
});
RULE
`;

beforeAll(async () => {
  for (const host of HOSTS) {
    await lab.install(host, ['fish', 'tcsh', 'opendoas']);
    for (const [user, [shell, file, text]] of Object.entries(SHELLS)) {
      const script = `
        useradd --create-home --shell "$(command -v "$2")" "$1" && echo "$1 ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/"$1"
        file=/home/$1/$3; mkdir -p "\${file%/*}" && touch "$file" && { echo "$4"; cat "$file"; } >"$file.new" && mv "$file.new" "$file"`;
      const { code, stderr } = await lab.onHost(host, script, { args: [user, shell, file, text] });
      if (code !== 0) throw new Error(stderr);
    }
    const { code, stderr } = await lab.onHost(host, RIGHTS, { args: [PASSWORD] });
    if (code !== 0) throw new Error(stderr);
  }
}, 300_000);

describe.each(HOSTS)('%s', (host) => {
  test.each(Object.keys(SHELLS))('the login shell or its files: %s', async (user) => {
    const scripts = ['id -un', 'printf "%s\\n" "a\\\\b \'c\' $HOME"'];
    expect(said(await talk(host, { user }, { scripts }))).toEqual([user, `a\\b 'c' /home/${user}`]);
    expect(said(await talk(host, { user, become: true }, { scripts }))).toEqual(['root', "a\\b 'c' /root"]);
    expect(said(await talk(host, { user, transport: 'openssh' }, { scripts }))[0]).toBe(user);
  });

  test.each([
    ['sudo', 'plain', 'plainasks'],
    ['doas', 'doas', 'doasks'],
  ] as const)('root by %s, which wants a terminal', async (becomeMethod, silent, asks) => {
    await becomesRoot(becomeMethod, silent, asks);
  });

  test('root by run0', async () => {
    const { code } = await lab.onHost(host, 'command -v run0');
    if (code === 0) return becomesRoot('run0', 'run0', 'run0asks');
    const { unreachable } = await talk(host, { user: 'run0', become: true, becomeMethod: 'run0' });
    expect(unreachable).toMatchObject({
      reason: 'become',
      detail: expect.stringMatching(/run0.*(No such|not found)/),
    });
  });

  /** The second user is asked for a password. */
  async function becomesRoot(becomeMethod: 'sudo' | 'doas' | 'run0', silent: string, asks: string) {
    const way = { become: true, becomeMethod };
    // What stdin, which must be empty, and the terminal of the shell have; and what any process shows of the password.
    const scripts = [
      'id -un; cat; echo "$HOME"',
      'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n"',
    ];
    const password = PASSWORD;
    for (const transport of ['ssh2', 'openssh'] as const) {
      expect(said(await talk(host, { ...way, transport, user: silent }))).toEqual(['root']);
      const [who, seen] = said(await talk(host, { ...way, transport, user: asks }, { scripts, password }));
      expect(who).toBe('root\n/root');
      expect(seen).toContain(becomeMethod);
      expect(seen).not.toContain(PASSWORD);
    }
    // A password that nobody asks for goes nowhere.
    expect(said(await talk(host, { ...way, user: silent }, { scripts, password }))[0]).toBe('root\n/root');
    const wrong = await talk(host, { ...way, user: asks }, { scripts, password: 'not it' });
    expect(wrong.unreachable).toEqual({
      reason: 'become',
      detail: `${becomeMethod} did not accept the password`,
    });
    const none = await talk(host, { ...way, user: asks });
    expect(none.unreachable).toMatchObject({ reason: 'become', detail: expect.stringMatching(/required/) });
  }
});
