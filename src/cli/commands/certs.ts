import { type Command, InvalidArgumentError } from 'commander';
import { ROLES, type Role, readIdentityFile } from '../../certificates/identity.js';
import { examples } from '../examples.js';
import { wholeNumber } from '../options.js';

/** Whoever starts workers hands them their certificate. */
const ISSUED = ['coordinator', 'agent', 'operator'] as const satisfies Role[];

function roles(text: string): Role[] {
  const named = text.split(',');
  const unknown = named.find((name) => !(ISSUED as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`expected some of ${ISSUED.join(', ')}, with commas between.`);
  return ROLES.filter((role) => named.includes(role) || (role === 'worker' && named.includes('agent')));
}

/** `dinofleet certs`: who may speak in a fleet of several machines. */
export function addCerts(program: Command): void {
  const certs = program
    .command('certs')
    .description('make the certificates by which machines of a fleet know one another')
    .addHelpText('after', examples(['certs', 'init', 'fleet']));
  certs
    .command('init')
    .description("make a fleet's authority: a certificate that goes to all, and a key that stays here")
    .argument('<dir>', 'directory to make it in; keep it to yourself')
    .addHelpText('after', examples(['certs', 'init', 'fleet']))
    .action(async (directory: string) => {
      const { makeAuthority } = await import('../../certificates/issue.js');
      const fleet = await makeAuthority(directory);
      console.log(`${directory}/ca.pem and ca.key are the authority of ${fleet}`);
    });
  certs
    .command('issue')
    .description('write a file with a key and a certificate for each role of a machine')
    .argument('<dir>', 'directory of "certs init"')
    .requiredOption(
      '--roles <LIST>',
      'some of coordinator, agent (with one for its workers) and operator: coordinator,agent',
      roles,
    )
    .requiredOption('--out <FILE>', 'to write; copy it to the machine, where only its owner may read it')
    .option('--days <N>', 'how long they are good', wholeNumber(1), 7)
    .addHelpText('after', examples(['certs', 'issue', 'fleet', '--roles', 'coordinator,agent', '--out', 'launch.pem']))
    .action(async (directory: string, { roles, out, days }: { roles: Role[]; out: string; days: number }) => {
      const { issueIdentities } = await import('../../certificates/issue.js');
      await issueIdentities(directory, roles, days, out);
      console.log(`${out}: ${roles.join(', ')}, for ${days} day${days === 1 ? '' : 's'}`);
    });
  certs
    .command('show')
    .description('say what a file of "certs issue" is good for')
    .argument('<file>')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples(['certs', 'show', 'launch.pem']))
    .action((path: string, { json }: { json?: boolean }) => {
      const { identities } = readIdentityFile(path, 'file');
      const shown = identities.map(({ role, validTo }) => ({ role, valid_to: validTo.toISOString() }));
      if (json) console.log(JSON.stringify({ identities: shown }));
      else for (const { role, valid_to } of shown) console.log(`${role.padEnd(12)} until ${valid_to}`);
    });
}
