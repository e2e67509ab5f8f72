import { ADDONS, AddonError, type AddonName, loadAddon } from '../system/load-addon.js';

export interface AddonState {
  name: string;
  purpose: string;
  /** Why it does not load; null where it does. */
  problem: string | null;
}

/** Tries to load every native addon. */
export function checkAddons(folder?: string): AddonState[] {
  return (Object.keys(ADDONS) as AddonName[]).map((name) => ({
    name,
    purpose: ADDONS[name].purpose,
    problem: problemOf(name, folder),
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
