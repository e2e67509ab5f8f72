import { keepIgnored } from '../system/signals.js';

keepIgnored();
const { runCli } = await import('./run-cli.js');
process.exit(await runCli(process.argv.slice(2), async () => (await import('./training-parts.js')).trainingParts));
