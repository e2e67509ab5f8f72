import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Libraries that a GPU takes, opened by absolute path: the names of their files, and of the Python packages that have them. */
export const CUDA_LIBRARIES = {
  cublasLt: { file: 'libcublasLt.so.13', package: 'nvidia-cublas' },
  nccl: { file: 'libnccl.so.2', package: 'nvidia-nccl-cu13' },
  cudnn: { file: 'libcudnn.so.9', package: 'nvidia-cudnn-cu13' },
  nvrtc: { file: 'libnvrtc.so.13', package: 'nvidia-cuda-nvrtc' },
  nvrtcBuiltins: { file: 'libnvrtc-builtins.so.13', package: 'nvidia-cuda-nvrtc' },
  cudart: { file: 'libcudart.so.13', package: 'nvidia-cuda-runtime' },
  cupti: { file: 'libcupti.so.13', package: 'nvidia-cuda-cupti' },
} as const;
export type CudaLibrary = keyof typeof CUDA_LIBRARIES;

/** Where a toolkit has its libraries. */
const TOOLKIT_FOLDERS = ['lib64', 'lib', 'targets/x86_64-linux/lib', 'extras/CUPTI/lib64'];
/** Where NVIDIA's Python packages have theirs, below site-packages. */
const PACKAGE_FOLDERS = ['nvidia/cu13/lib', 'nvidia/cublas/lib', 'nvidia/nccl/lib', 'nvidia/cudnn/lib'];
/** Where a distribution's packages have theirs. */
const SYSTEM_FOLDERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib'];

/**
 * An absolute path of a library: in the toolkit that CUDA_HOME or CUDA_PATH names or that is at /usr/local/cuda, in LD_LIBRARY_PATH, in
 * the packages of the python3 that is in use, or where a distribution has it. null where it is in none.
 * @param root where all paths but those of the environment begin; another one in tests
 */
export function findLibrary(library: CudaLibrary, env: NodeJS.ProcessEnv = process.env, root = '/'): string | null {
  const homes = [env.CUDA_HOME, env.CUDA_PATH, join(root, 'usr/local/cuda')].filter((home) => home !== undefined);
  const folders = [
    ...homes.flatMap((home) => TOOLKIT_FOLDERS.map((folder) => join(home, folder))),
    ...(env.LD_LIBRARY_PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
    ...pythonPackages(env, root).flatMap((packages) => PACKAGE_FOLDERS.map((folder) => join(packages, folder))),
    ...SYSTEM_FOLDERS.map((folder) => join(root, folder)),
  ];
  const { file } = CUDA_LIBRARIES[library];
  // The linker's name for it, or one with more of its version.
  const inFolder = (folder: string) => {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names.includes(file) ? file : names.find((name) => name.startsWith(`${file}.`));
  };
  for (const folder of folders) {
    const name = inFolder(folder);
    if (name !== undefined) return join(folder, name);
  }
  return null;
}

/** What to say where `findLibrary` finds none. */
export function howToInstall(library: CudaLibrary): string {
  const { file, package: name } = CUDA_LIBRARIES[library];
  return (
    `${file} is not on this machine: looked in CUDA_HOME, CUDA_PATH, /usr/local/cuda, LD_LIBRARY_PATH, the packages of python3 and the ` +
    `system's folders; install it with CUDA 13, or by: python3 -m pip install ${name}`
  );
}

/** Folders of Python packages: of an environment that is active, of the user, of the python3 on the PATH, of the system. */
function pythonPackages(env: NodeJS.ProcessEnv, root: string): string[] {
  const python = (env.PATH ?? '').split(delimiter).find((folder) => existsSync(join(folder, 'python3')));
  const prefixes = [
    env.VIRTUAL_ENV,
    env.CONDA_PREFIX,
    env.HOME === undefined ? undefined : join(env.HOME, '.local'),
    python === undefined ? undefined : dirname(dirname(realpathSync(join(python, 'python3')))),
    join(root, 'usr/local'),
    join(root, 'usr'),
  ];
  return prefixes
    .filter((prefix) => prefix !== undefined)
    .flatMap((prefix) => {
      const lib = join(prefix, 'lib');
      const versions = existsSync(lib) ? readdirSync(lib).filter((name) => /^python3(\.\d+)?$/.test(name)) : [];
      return versions.flatMap((name) => ['site-packages', 'dist-packages'].map((kind) => join(lib, name, kind)));
    });
}
