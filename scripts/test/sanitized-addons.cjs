// Required first in every process and thread of scripts/test/sanitized.mjs: addons of build/ are loaded from build-sanitized/.
const { dlopen } = process;

process.dlopen = (module, path, ...flags) =>
  dlopen(module, path.replace('/build/Release/', '/build-sanitized/Release/'), ...flags);
