/**
 * Which rows the ops of a step work on: a function of masks and kept samples alone, so that it can be made before the step, on another
 * thread than the one that computes.
 *
 * B images of this rank; n local crops of each; N patches of a global crop; M of them, over all global crops, that the iBOT loss reads.
 */
import type { RowPart, SequenceList } from '../../nn/backend.js';
import type { DepthDraw, KeptSamples } from './kept-samples.js';

/** Tokens of a crop, in this order: class token and registers, then patches. */
export interface TokenLayout {
  prefix: number;
  patches: number;
}

export interface PlanConfig {
  globalCrop: TokenLayout;
  localCrop: TokenLayout;
  /** The network that makes the targets sees the global crops with its own registers. */
  teacherCrop: TokenLayout;
  /** n */
  localCrops: number;
  /** Which patches the iBOT loss reads: those that are masked, in distillation all, none where it has no weight. */
  ibotPatches: 'masked' | 'all' | 'none';
  /** Patches that the iBOT loss reads are padded to a multiple of this. */
  rowMultiple: number;
}

/** A residual branch that runs on a part of the samples. */
export interface PlannedBranch {
  parts: RowPart[];
  /** Of the kept samples. */
  sequences: SequenceList[];
}

/** A forward pass over some crop lists. */
export interface PlannedPass {
  /** Token rows of the packed batch. */
  rows: number;
  /** Rows that are wanted after the last block: class tokens of all crops in order, then M patches, then padding. */
  output: RowPart;
  /** By block; null where the branch runs on all samples. */
  attention: (PlannedBranch | null)[];
  /** Likewise; those of the last block are places in `output`. */
  ffn: (RowPart[] | null)[];
}

/**
 * Rows of the losses' targets. DINO: every student crop against every teacher global crop of the same image, but a crop with itself;
 * student rows are 2B global crops (first crops of all images, then second), then nB local crops; target rows are 2B. iBOT: each patch
 * against the teacher's same patch. Source: DINOv2 train/ssl_meta_arch.py `forward_backward`, loss/dino_clstoken_loss.py,
 * loss/ibot_patch_loss.py `forward_masked`
 */
export interface PlannedTargets {
  /** One for each of 2B rows. */
  global: RowPart;
  /** Two for each of nB rows. */
  local: RowPart;
  /** One for each patch; none for padding. */
  patches: RowPart;
}

export interface StepPlan {
  /** What all parts take their samples from. */
  indices: Int32Array;
  /** (2B + nB + M + padding) what each row counts for in its loss, times the rank's share of the global batch. */
  weights: Float32Array;
  images: number;
  /** M, and with padding. */
  patches: number;
  paddedPatches: number;
  student: PlannedPass;
  teacher: PlannedPass;
  targets: PlannedTargets;
}

/** Where a plan's numbers go. */
export interface PlanMemory {
  indices: Int32Array;
  weights: Float32Array;
}

/**
 * Elements that a plan of this many images may need.
 * @param branches that stochastic depth thins out
 */
export function planCapacity(
  config: PlanConfig,
  images: number,
  branches: number,
): { indices: number; weights: number } {
  const crops = (2 + config.localCrops) * images;
  const patches =
    config.ibotPatches === 'none' ? 0 : padded(2 * images * config.globalCrop.patches, config.rowMultiple);
  // Kept samples; output rows of student and teacher, and those of the last branch; targets, of which a local crop has two.
  return {
    indices: (branches + 1) * crops + 2 * (crops + patches) + crops + patches + 2 * crops + patches,
    weights: crops + patches,
  };
}

/**
 * @param images B
 * @param masks (2B, N): 1 where a patch is masked for the student
 * @param draw null: no branch leaves samples out
 * @param depth blocks of student and teacher
 * @param share of the global batch
 * @param memory as large as planCapacity says
 */
export function planStep(
  config: PlanConfig,
  images: number,
  masks: Uint8Array,
  draw: DepthDraw | null,
  depth: { student: number; teacher: number },
  share: number,
  memory: PlanMemory,
): StepPlan {
  const { globalCrop, localCrop, teacherCrop, localCrops } = config;
  const indices = new IndexWriter(memory.indices);
  const ibot = ibotPatches(config, images, masks);
  const globals: SequenceList = { count: 2 * images, length: tokensOf(globalCrop) };
  const locals: SequenceList = { count: localCrops * images, length: tokensOf(localCrop) };
  const student = locals.count > 0 ? [globals, locals] : [globals];
  const teacher = [{ count: 2 * images, length: tokensOf(teacherCrop) }];
  const paddedPatches = padded(ibot.patches.length, config.rowMultiple);

  const passOf = (
    lists: readonly SequenceList[],
    crop: TokenLayout,
    blocks: number,
    kept: DepthDraw | null,
  ): PlannedPass => {
    const output = indices.part(() => {
      let start = 0;
      for (const { count, length } of lists) {
        for (let i = 0; i < count; i++) indices.add(start + i * length);
        start += count * length;
      }
      for (const patch of ibot.patches) {
        const place = patch % crop.patches;
        indices.add(((patch - place) / crop.patches) * tokensOf(crop) + crop.prefix + place);
      }
      indices.pad(paddedPatches - ibot.patches.length);
    });
    return {
      rows: lists.reduce((sum, { count, length }) => sum + count * length, 0),
      output,
      attention: Array.from({ length: blocks }, (_, block) => branchOf(indices, lists, kept?.attention[block] ?? null)),
      ffn: Array.from({ length: blocks }, (_, block) => {
        const samples = kept?.ffn[block] ?? null;
        if (samples === null) return null;
        return block === blocks - 1
          ? outputPartsOf(indices, lists, samples, ibot.patches, crop.patches)
          : branchOf(indices, lists, samples)!.parts;
      }),
    };
  };
  const plan = {
    images,
    patches: ibot.patches.length,
    paddedPatches,
    student: passOf(student, globalCrop, depth.student, draw),
    teacher: passOf(teacher, teacherCrop, depth.teacher, null),
    targets: targetsOf(indices, images, localCrops, ibot.patches.length, paddedPatches),
  };
  return {
    ...plan,
    indices: indices.written,
    weights: weightsOf(memory.weights, plan, localCrops, ibot.weights, share),
  };
}

const tokensOf = ({ prefix, patches }: TokenLayout) => prefix + patches;
const padded = (rows: number, multiple: number) => Math.ceil(rows / multiple) * multiple;

/** Fills a table of indices part by part. */
class IndexWriter {
  private end = 0;

  constructor(private readonly memory: Int32Array) {}

  get written(): Int32Array {
    return this.memory.subarray(0, this.end);
  }

  add(index: number): void {
    this.memory[this.end++] = index;
  }

  pad(count: number): void {
    for (let i = 0; i < count; i++) this.add(-1);
  }

  /** What `write` adds, as rows of their own or as samples of `list`. */
  part(write: () => void, list = { start: 0, length: 1, scale: 1 }): RowPart {
    const from = this.end;
    write();
    return { ...list, from, count: this.end - from };
  }
}

/** Rows of the kept samples, with batch / kept as their scale. Source: DINOv2 layers/block.py `get_branges_scales`. */
function branchOf(
  indices: IndexWriter,
  lists: readonly SequenceList[],
  kept: KeptSamples | null,
): PlannedBranch | null {
  if (kept === null) return null;
  let start = 0;
  const parts = lists.map(({ count, length }, l) => {
    const samples = kept[l]!;
    const list = { start, length, scale: count / samples.length };
    start += count * length;
    return indices.part(() => {
      for (const sample of samples) indices.add(sample);
    }, list);
  });
  return { parts, sequences: lists.map(({ length }, l) => ({ count: kept[l]!.length, length })) };
}

/** The places in a pass's output that belong to kept samples: in class tokens of each list, then in patches of the first. */
function outputPartsOf(
  indices: IndexWriter,
  lists: readonly SequenceList[],
  kept: KeptSamples,
  patches: Int32Array,
  patchesOfCrop: number,
): RowPart[] {
  const isKept = lists.map(({ count }, l) => {
    const flags = new Uint8Array(count);
    for (const sample of kept[l]!) flags[sample] = 1;
    return flags;
  });
  const scaleOf = (l: number) => ({ start: 0, length: 1, scale: lists[l]!.count / kept[l]!.length });
  let place = 0;
  const classes = lists.map(({ count }, l) =>
    indices.part(() => {
      for (let i = 0; i < count; i++, place++) if (isKept[l]![i] !== 0) indices.add(place);
    }, scaleOf(l)),
  );
  const ofPatches = indices.part(() => {
    for (const patch of patches) {
      if (isKept[0]![Math.floor(patch / patchesOfCrop)] !== 0) indices.add(place);
      place++;
    }
  }, scaleOf(0));
  return [...classes, ofPatches];
}

/**
 * Position of each patch that the iBOT loss reads among all patches of the global crops, ascending: crop * N + patch; and its weight,
 * 1 / such patches of its crop, divided by the crops. Source: DINOv2 data/collate.py `masks_weight`
 */
function ibotPatches(
  { ibotPatches: which, globalCrop }: PlanConfig,
  images: number,
  masks: Uint8Array,
): { patches: Int32Array; weights: Float32Array } {
  const crops = 2 * images;
  const isRead = (place: number) => which === 'all' || (which === 'masked' && masks[place] !== 0);
  const patches = new Int32Array(crops * globalCrop.patches);
  const weights = new Float32Array(patches.length);
  let end = 0;
  for (let crop = 0; crop < crops; crop++) {
    const first = end;
    for (let i = crop * globalCrop.patches; i < (crop + 1) * globalCrop.patches; i++) if (isRead(i)) patches[end++] = i;
    weights.fill(1 / (end - first) / crops, first, end);
  }
  return { patches: patches.subarray(0, end), weights: weights.subarray(0, end) };
}

function targetsOf(
  indices: IndexWriter,
  images: number,
  localCrops: number,
  patches: number,
  paddedPatches: number,
): PlannedTargets {
  return {
    global: indices.part(() => {
      for (let row = 0; row < 2 * images; row++) indices.add((row + images) % (2 * images));
    }),
    local: indices.part(() => {
      for (let row = 0; row < localCrops * images; row++) {
        indices.add(row % images);
        indices.add(images + (row % images));
      }
    }),
    patches: indices.part(() => {
      for (let row = 0; row < patches; row++) indices.add(row);
      indices.pad(paddedPatches - patches);
    }),
  };
}

/**
 * Of the DINO loss: 1 / pairs 2 + 2n, and by B; the released code counts the two global pairs twice as one term, and one local pair
 * where there is none.
 */
function weightsOf(
  memory: Float32Array,
  { images, paddedPatches }: Pick<StepPlan, 'images' | 'paddedPatches'>,
  localCrops: number,
  ibotWeights: Float32Array,
  share: number,
): Float32Array {
  const classes = (2 + localCrops) * images;
  const weights = memory.subarray(0, classes + paddedPatches);
  const pairs = 2 + Math.max(2 * localCrops, 1);
  weights.fill(Math.fround(1 / (images * pairs)) * share, 0, classes);
  for (const [i, weight] of ibotWeights.entries()) weights[classes + i] = weight * share;
  weights.fill(0, classes + ibotWeights.length);
  return weights;
}
