import { type DataConfig, readOptions } from '../../src/data/crops/data-config.js';

/** The `data` section as the released code reads images: by ImageNet's mean and deviation. */
export const released: DataConfig = {
  lenient: false,
  range: 'auto',
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

export const asReleased = readOptions(released);
