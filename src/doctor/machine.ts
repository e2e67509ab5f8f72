import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

export interface Machine {
  platform: string;
  node: string;
  cpu: string;
  cores: number;
  memoryBytes: number;
  /** Version of NVIDIA's kernel driver; null where there is none. */
  nvidiaDriver: string | null;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

export function describeMachine(): Machine {
  const driver = readIfThere('/proc/driver/nvidia/version');
  return {
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    nvidiaDriver: driver && (/Kernel Module\s+(\S+)/.exec(driver)?.[1] ?? 'unknown'),
  };
}
