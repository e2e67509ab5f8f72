/**
 * Which target rows each row of student logits is compared with, and how it is weighted. J targets a row; -1: none.
 */
export interface CrossEntropyRows {
  /** (rows * J) */
  targetRows: Int32Array;
  /** (rows) */
  weights: Float32Array;
  targetsPerRow: number;
}

/**
 * DINO loss: every student crop against every teacher global crop of the same image, but a crop with itself.
 * Student rows: 2B global crops (first crops of all images, then second), then nB local crops; target rows: 2B.
 * Divided by the number of pairs 2 + 2n, and by B; the released code counts the two global pairs twice as one term, and
 * one local pair where there is none.
 * Source: DINOv2 train/ssl_meta_arch.py `forward_backward`, loss/dino_clstoken_loss.py
 */
export function dinoRows(batch: number, localCrops: number): { global: CrossEntropyRows; local: CrossEntropyRows } {
  const pairs = 2 + Math.max(2 * localCrops, 1);
  const weight = 1 / (batch * pairs);
  const global = { targetRows: new Int32Array(2 * batch), weights: new Float32Array(2 * batch), targetsPerRow: 1 };
  for (let row = 0; row < 2 * batch; row++) global.targetRows[row] = (row + batch) % (2 * batch);
  global.weights.fill(weight);
  const rows = localCrops * batch;
  const local = { targetRows: new Int32Array(2 * rows), weights: new Float32Array(rows), targetsPerRow: 2 };
  for (let row = 0; row < rows; row++) {
    local.targetRows[2 * row] = row % batch;
    local.targetRows[2 * row + 1] = batch + (row % batch);
  }
  local.weights.fill(weight);
  return { global, local };
}

export interface MaskedPatches extends CrossEntropyRows {
  /** Position of each masked patch among all patches of the 2B global crops, ascending: crop * N + patch. (M) */
  indices: Int32Array;
}

/**
 * iBOT loss: each masked patch against the teacher's same patch, weighted by 1 / masked patches of its crop, divided by
 * the 2B crops.
 * @param masks (2B, N) 1 where masked
 * Source: DINOv2 data/collate.py `masks_weight`, loss/ibot_patch_loss.py `forward_masked`
 */
export function ibotRows(masks: Uint8Array, crops: number): MaskedPatches {
  const patches = masks.length / crops;
  const indices: number[] = [];
  const weights: number[] = [];
  for (let crop = 0; crop < crops; crop++) {
    const first = indices.length;
    for (let i = crop * patches; i < (crop + 1) * patches; i++) if (masks[i] !== 0) indices.push(i);
    const masked = indices.length - first;
    for (let i = 0; i < masked; i++) weights.push(1 / masked / crops);
  }
  return {
    indices: Int32Array.from(indices),
    targetRows: Int32Array.from(indices, (_, i) => i),
    weights: Float32Array.from(weights),
    targetsPerRow: 1,
  };
}
