import { Argument, Command, Option } from 'commander';
import { allLabs, ownLab } from './lab.ts';
import { LabError } from './run.ts';

/** Of whoever types this: a test that starts it has a fleet of its own beside it. */
const lab = ownLab();

const program = new Command('npm run lab --')
  .description('A fleet of real hypervisors in a box, in network namespaces of this machine.')
  .enablePositionalOptions();

program
  .command('up')
  .description('boot the fleet, or what is missing of it')
  .addOption(new Option('--hosts <number>', 'how many').argParser(Number).default(4))
  .addOption(
    new Option('--releases <names>', 'Debian releases, by comma')
      .argParser((names) => names.split(','))
      .default(['bookworm', 'trixie'], 'bookworm,trixie'),
  )
  .option('--ansible', 'with the Python libraries of Ansible’s libvirt modules', false)
  .option('--vm', 'virtual machines with Debian’s kernel, which has bonds and VLANs: they boot in a minute')
  .addOption(
    new Option('--firewall <backend>', 'with what libvirt writes its rules, where it has a choice').choices([
      'iptables',
      'nftables',
    ]),
  )
  .action((options) => lab.up({ ...options, log: console.log }));

program
  .command('down')
  .description('leave nothing of it, nor of the fleets that tests have beside it')
  .action(async () => void (await Promise.all(allLabs().map((each) => each.down()))));

program
  .command('status')
  .description('list the hosts')
  .action(() => {
    for (const { name, release, address, running } of lab.hosts()) {
      console.log([name, release.padEnd(8), address.padEnd(10), running ? 'running' : 'off'].join('  '));
    }
  });

program
  .command('exec')
  .description('run a command on the operator’s machine')
  .argument('<command...>')
  .passThroughOptions()
  .allowUnknownOption()
  .action(async (command) => exitWith(await lab.attach(command)));

program
  .command('ssh')
  .description('log in to a host, or run a command on it')
  .argument('<name>', 'hv01, or operator@hv01')
  .argument('[command...]')
  .passThroughOptions()
  .allowUnknownOption()
  .action(async (name, command) =>
    exitWith(await lab.attach(['ssh', '-F', lab.paths.sshConfig, name, ...command])),
  );

program
  .command('power-off')
  .description('cut a host’s power')
  .argument('<name>')
  .action((name) => lab.powerOff(name));
program
  .command('power-on')
  .description('boot a host from the disk it had')
  .argument('<name>')
  .action((name) => lab.powerOn(name));

program
  .command('link')
  .description('unplug a host’s management link, or plug it in')
  .argument('<name>')
  .addArgument(new Argument('<state>').choices(['up', 'down']))
  .action((name, state) => lab.setLink(name, state));

const guest = program.command('guest').description('guests that take no CPU and have real taps');
guest
  .command('add')
  .argument('<host>')
  .argument('<guest>')
  .option('--network <names...>', 'libvirt networks, one interface each')
  .option('--bridge <names...>', 'host bridges, one interface each')
  .action((host, name, { network, bridge }) =>
    lab.addGuest(host, { name, networks: network, bridges: bridge }),
  );
guest
  .command('remove')
  .argument('<host>')
  .argument('<guest>')
  .action((host, name) => lab.removeGuest(host, name));

function exitWith(code: number): void {
  process.exitCode = code;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
