import { existsSync } from 'node:fs';
import { ADDONS, AddonError, type AddonName, addonPath, loadAddon } from '../system/load-addon.js';

export interface AddonState {
  name: string;
  purpose: string;
  /** Why it does not load; null where it does. */
  problem: string | null;
  /** What builds it. */
  command: string;
}

/** Tries to load every native addon; that of GPUs only where somebody has built it. */
export function checkAddons(folder?: string): AddonState[] {
  const names = (Object.keys(ADDONS) as AddonName[]).filter((name) => name !== 'cuda' || existsSync(addonPath(name)));
  return names.map((name) => ({
    name,
    purpose: ADDONS[name].purpose,
    problem: problemOf(name, folder),
    command: ADDONS[name].command,
  }));
}

function problemOf(name: AddonName, folder?: string): string | null {
  try {
    loadAddon(name, folder);
    return null;
  } catch (error) {
    if (error instanceof AddonError) return error.reason;
    throw error;
  }
}
