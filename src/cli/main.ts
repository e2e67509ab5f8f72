import { isTooOld, minimumNode } from '../../scripts/setup/node-version.mjs';
import { keepIgnored } from '../system/signals.js';

keepIgnored();
// Of an old Node `doctor` reports.
if (isTooOld(process.versions.node) && process.argv[2] !== 'doctor') {
  process.stderr.write(`error: Node ${process.versions.node} is too old, expected ${minimumNode} or newer\n`);
  process.exit(1);
}
const { runCli } = await import('./run-cli.js');
process.exit(await runCli(process.argv.slice(2), async () => (await import('./training-parts.js')).trainingParts));
