/** Saves step 5, then step 10 through files that die. Arguments: output directory, number of the operation, death. */

import { saveNumbered } from '../numbered-shards.js';
import { type Death, dyingFiles } from './dying-files.js';

const [outputDir, n, death] = process.argv.slice(2);
await saveNumbered(outputDir!, 5);
await saveNumbered(outputDir!, 10, dyingFiles(Number(n), death as Death));
