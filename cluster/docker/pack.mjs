// Prints what an agent and its workers need of a checkout that was set up: a tar archive, compressed.
import { packBuild } from '../../dist/src/engines/ssh/pack-build.js';

process.stdout.write(await packBuild());
