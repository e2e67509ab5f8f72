/** What a rank did in the steps since its last report. Losses are this rank's share already averaged over ranks. */
export interface StepReport {
  step: number;
  totalSteps: number;
  /** As logged by the released code: dino_local_crops_loss, dino_global_crops_loss, koleo_loss, ibot_loss, total_loss. */
  losses: Record<string, number>;
  /** lr, wd, momentum, teacher_temp, last_layer_lr, backbone_lr, loss_scale, grad_norm.<submodule>. */
  scalars: Record<string, number>;
  skipped: boolean;
  /** Images of the global batch, all ranks. */
  images: number;
  /** This rank's seconds since the last report, by phase: data, compute, communication, save. */
  phaseSeconds: { data: number; compute: number; communication: number; save: number };
  /** Since the start of this worker. */
  bytesSent: number;
  bytesReceived: number;
  /** Images that could not be read, on this rank, since its start. */
  imagesReplaced: number;
  peakMemoryBytes: number;
}
