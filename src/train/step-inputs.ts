import type { Batch } from '../data/batch.js';
import type { StepInputs } from './objective.js';
import { uploadRows } from './step-rows.js';
import type { TrainingState } from './training-state.js';

/** A batch on the device. */
export interface DeviceBatch extends StepInputs {
  release(): void;
}

/**
 * Copies a rank's batch to the device, in one piece but for the table of rows. The batch must stay as it is until the device has come
 * to a mark that is set later.
 */
export function uploadBatch(state: TrainingState, batch: Batch, globalBatch: number): DeviceBatch {
  const { backend, config } = state;
  const { crops, student } = config;
  const { layout, memory, plan, positions } = batch;
  const images = positions.length;
  const bytes = backend.empty([layout.uploadedBytes], 'uint8');
  backend.uploadLater(bytes, new Uint8Array(memory, 0, layout.uploadedBytes));
  const part = ({ start }: { start: number }, shape: number[]) =>
    bytes
      .narrow(
        start,
        shape.reduce((product, size) => product * size, 1),
      )
      .view(shape);
  const cropList = (of: { start: number }, count: number, size: number) => part(of, [count, 3, size, size]);
  const localCount = crops.local_crops_number * images;
  const { weights } = layout;
  const rows = uploadRows(
    backend,
    plan,
    bytes.narrow(weights.start, weights.bytes).view([weights.bytes / Float32Array.BYTES_PER_ELEMENT], 'float32'),
  );
  return {
    globalCrops: cropList(layout.globalCrops, 2 * images, crops.global_crops_size),
    localCrops: localCount > 0 ? cropList(layout.localCrops, localCount, crops.local_crops_size) : null,
    masks: part(layout.masks, [2 * images, (crops.global_crops_size / student.patch_size) ** 2]),
    globalBatch,
    rows,
    release: () => {
      rows.release();
      bytes.release();
    },
  };
}
