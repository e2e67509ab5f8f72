import { runQuietly } from './processes.mjs';

/**
 * Installs what a package-lock.json says, whatever the environment and a user's .npmrc leave out: all of ours that build,
 * check and test are development dependencies, and those of one platform are optional.
 */
export function installNpmPackages(cwd = '.') {
  const everything = ['dev', 'optional', 'peer'].map((kind) => `--include=${kind}`);
  const options = ['--bin-links', '--ignore-scripts', '--no-dry-run', '--no-engine-strict', '--no-audit', '--no-fund'];
  return runQuietly('npm', ['ci', ...everything, ...options], cwd);
}
