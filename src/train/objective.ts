/**
 * Losses and gradients of one step. Source: DINOv2 train/ssl_meta_arch.py `forward_backward`.
 *
 * B images of this rank; n local crops of each; N patches of a global crop; M masked patches; D width; P prototypes.
 */

import type { Config } from '../config/schema.js';
import { normalizationTable } from '../data/crops/normalization.js';
import { Centering, type CenterMean } from '../loss/centering.js';
import { SinkhornKnopp } from '../loss/sinkhorn-knopp.js';
import { type DinoHeadShape, dinoHead } from '../model/dino-head.js';
import { type ImageList, VisionTransformer } from '../model/vision-transformer.js';
import type { Backend, Rows, Tensor } from '../nn/backend.js';
import { Ops } from '../nn/ops.js';
import { Tape, type Value } from '../nn/tape.js';
import type { TargetSource } from './sharded-network.js';
import type { StepRecord } from './step-record.js';
import type { StepRows } from './step-rows.js';
import type { TrainingState } from './training-state.js';

/** Temperature of the student's softmax. Source: DINOv2 loss/*.py. */
const STUDENT_TEMP = 0.1;

/** A rank's share of a step, on the device. */
export interface StepInputs {
  /** (2B, 3, G, G), first crops of all images, then second: bytes, or numbers that are normalised already. */
  globalCrops: Tensor;
  /** (nB, 3, L, L), or null where n is 0. */
  localCrops: Tensor | null;
  /** (2B, N) uint8. */
  masks: Tensor;
  /** Images of all ranks in this step. */
  globalBatch: number;
  /** What masks and kept samples come to on the device. */
  rows: StepRows;
}

/** Turns teacher logits (M, P) into distributions over prototypes, in place. */
interface Assignments {
  assign(logits: Tensor, temperature: number): void;
  close(): void;
}

/** What the student is to match: distributions over prototypes. */
interface Targets {
  /** (2B, P) of the class tokens of the global crops. */
  dino: Tensor;
  /** (M, P) of the masked patches. */
  ibot: Tensor;
  release(): void;
}

export class Objective {
  private readonly backend: Backend;
  private readonly config: Config;
  private readonly vit: VisionTransformer;
  private readonly targetSource: TargetSource;
  private readonly targetVit: VisionTransformer;
  private readonly classAssignments: Assignments;
  private readonly patchAssignments: Assignments;
  /** (3, 256) float32: what a byte of a crop stands for. */
  private readonly table: Tensor;

  constructor(private readonly state: TrainingState) {
    const { backend, config, networks, comm } = state;
    this.backend = backend;
    this.config = config;
    this.vit = new VisionTransformer(networks.vit, backend);
    this.targetSource = state.targetSource;
    this.targetVit = new VisionTransformer(this.targetSource.networks.vit, backend);
    const sumOverRanks = (tensor: Tensor) => comm.allReduce(tensor).join();
    const assignments = (center: Tensor, mean: CenterMean): Assignments =>
      config.train.centering === 'centering'
        ? new Centering(backend, center, mean, sumOverRanks)
        : new SinkhornKnopp(backend, center.numel, sumOverRanks);
    this.classAssignments = assignments(state.centers.dino, 'over rows');
    this.patchAssignments = assignments(state.centers.ibot, 'over ranks');
    this.table = backend.empty([3, 256], 'float32');
    backend.upload(this.table, normalizationTable(config.data));
  }

  /**
   * Adds the losses, already weighted by this rank's share of the global batch, to `record`, and leaves the student's
   * gradients, times the loss scale and summed over ranks, in the shards.
   */
  forwardBackward(inputs: StepInputs, teacherTemp: number, record: StepRecord): void {
    const targets = this.teacherTargets(inputs, teacherTemp);
    const tape = new Tape(true);
    this.studentLosses(inputs, targets, tape, record);
    targets.release();
    tape.backward();
    this.state.finishReductions();
  }

  close(): void {
    this.vit.close();
    this.targetVit.close();
    this.classAssignments.close();
    this.patchAssignments.close();
    this.table.release();
  }

  private teacherTargets({ globalCrops, rows }: StepInputs, teacherTemp: number): Targets {
    const { networks, modules: teacher } = this.targetSource;
    const tape = new Tape(false);
    const ops = new Ops(this.backend, tape);
    const lists = [this.listOf(globalCrops, null)];
    const features = this.targetVit.forward(ops, teacher.backbone.on(tape), lists, rows.teacher);

    const classes = globalCrops.shape[0]!;
    const head = (name: 'dino_head' | 'ibot_head', shape: DinoHeadShape, x: Value) =>
      this.exact(tape, dinoHead(ops, teacher[name]!.on(tape), shape, x));
    let dino: Tensor;
    let ibot: Tensor;
    if (networks.ibotHead === null) {
      const logits = head('dino_head', networks.dinoHead, features);
      dino = logits.narrow(0, classes);
      ibot = logits.narrow(classes, rows.patches);
    } else {
      const [classTokens, patches] = ops.splitRows(features, [classes, rows.paddedPatches]);
      dino = head('dino_head', networks.dinoHead, classTokens!);
      ibot = head('ibot_head', networks.ibotHead, patches!).narrow(0, rows.patches);
    }
    this.classAssignments.assign(dino, teacherTemp);
    if (this.config.ibot.loss_weight > 0) this.patchAssignments.assign(ibot, teacherTemp);
    return { dino, ibot, release: () => tape.discard() };
  }

  /** Logits in float32, in which targets are made. */
  private exact(tape: Tape, logits: Value): Tensor {
    const { data } = logits;
    if (data.dtype === 'float32') return data;
    const out = tape.keep(this.backend.empty(data.shape, 'float32'));
    this.backend.cast(data, out);
    tape.consume(logits);
    return out;
  }

  private studentLosses(inputs: StepInputs, targets: Targets, tape: Tape, record: StepRecord): void {
    const { networks, student } = this.state;
    const { dino, ibot } = this.config;
    const ops = new Ops(this.backend, tape);
    const batch = inputs.globalCrops.shape[0]! / 2;
    const localCrops = this.config.crops.local_crops_number;
    const share = batch / inputs.globalBatch;

    const lists = [this.listOf(inputs.globalCrops, this.distils ? null : inputs.masks)];
    if (inputs.localCrops !== null) lists.push(this.listOf(inputs.localCrops, null));
    const { rows } = inputs;
    const features = this.vit.forward(ops, student.backbone.on(tape), lists, rows.student);

    if (dino.loss_weight > 0 && dino.koleo_loss_weight > 0)
      this.koleo(features, batch, share * dino.koleo_loss_weight, record.koleo);

    const [globals, locals] = [2 * batch, localCrops * batch];
    const classes = globals + locals;
    const { targets: targetRows, weights } = rows;
    const crossEntropyOfClasses = (logits: Tensor) => {
      const { loss_weight } = dino;
      const [ofGlobals, ofLocals] = [logits.narrow(0, globals), logits.narrow(globals, locals)];
      this.crossEntropy(ofGlobals, targets.dino, targetRows.global, weights.global, loss_weight, record.dinoGlobal);
      this.crossEntropy(ofLocals, targets.dino, targetRows.local, weights.local, loss_weight, record.dinoLocal);
    };
    const crossEntropyOfPatches = (logits: Tensor) =>
      this.crossEntropy(logits, targets.ibot, targetRows.patches, weights.patches, ibot.loss_weight, record.ibot);

    if (networks.ibotHead === null) {
      this.headLoss('dino_head', networks.dinoHead, features, (logits) => {
        crossEntropyOfClasses(logits.narrow(0, classes));
        crossEntropyOfPatches(logits.narrow(classes, rows.paddedPatches));
      });
    } else {
      const [classTokens, patches] = ops.splitRows(features, [classes, rows.paddedPatches]);
      this.headLoss('dino_head', networks.dinoHead, classTokens!, crossEntropyOfClasses);
      this.headLoss('ibot_head', networks.ibotHead, patches!, crossEntropyOfPatches);
    }
  }

  /**
   * A head's forward pass, its losses and its backward pass, which leaves the gradient of `x`: of no other head are there logits then.
   * @param loss overwrites logits (M, P) with their gradient
   */
  private headLoss(
    name: 'dino_head' | 'ibot_head',
    shape: DinoHeadShape,
    x: Value,
    loss: (logits: Tensor) => void,
  ): void {
    const tape = new Tape(true);
    const logits = dinoHead(new Ops(this.backend, tape), this.state.student[name]!.on(tape, true), shape, x);
    loss(logits.data);
    logits.gradReplacesData();
    tape.backward();
  }

  private listOf(crops: Tensor, masks: Tensor | null): ImageList {
    return { images: crops, table: crops.dtype === 'uint8' ? this.table : null, masks };
  }

  /** Overwrites logits with their gradient. `weights` weigh loss and gradient, `lossWeight` the gradient only. */
  private crossEntropy(
    logits: Tensor,
    targets: Tensor,
    targetRows: Rows,
    weights: Tensor,
    lossWeight: number,
    loss: Tensor,
  ): void {
    const { lossScale } = this.state;
    this.backend.softmaxCrossEntropy(logits, targets, targetRows, weights, STUDENT_TEMP, lossWeight, lossScale, loss);
  }

  /** On the class tokens of each global crop, before the heads; its gradient is the first that `features` gets. */
  private koleo(features: Value, batch: number, weight: number, loss: Tensor): void {
    const gradient = this.backend.zeros(features.data.shape, features.data.dtype);
    for (const crop of [0, 1]) {
      const [x, dx] = [features.data.narrow(crop * batch, batch), gradient.narrow(crop * batch, batch)];
      this.backend.koleo(x, weight, 1, this.state.lossScale, dx, loss);
    }
    features.accumulate(this.backend, gradient);
  }

  /** Distillation masks nothing: the student sees whole global crops. */
  private get distils(): boolean {
    return this.state.frozenTeacher !== null;
  }
}
