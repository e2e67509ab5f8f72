/** The device that checks of GPUs run on: a real one, or what stands for it to try the checks themselves. */
export const gpu = process.env.DINOFLEET_GPU ?? 'cuda:0';
export const isEmulated = gpu.startsWith('cuda-emulated');

/** `--device` of a command. */
export const deviceKind = isEmulated ? 'cuda-emulated' : 'cuda';
