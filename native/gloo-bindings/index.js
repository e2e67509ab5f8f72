import { loadAddon } from '../../dist/src/system/load-addon.js';

export const { Mesh } = loadAddon('gloo');
