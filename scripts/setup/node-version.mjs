/** The first with zlib.crc32, which checkpoints are verified by. The same as "engines" in package.json. */
export const minimumNode = '20.15';

/** @param {string} version as process.versions.node says it */
export function isTooOld(version) {
  const [major, minor] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = minimumNode.split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
