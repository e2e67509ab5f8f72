import { nearestKey } from './nearest-key.js';
import { fields } from './schema.js';

/** What others call our keys: options of other trainings, in small letters with underscores. */
const otherNames: Record<string, readonly string[]> = {
  'train.batch_size_per_gpu': [
    ...['batch_size', 'batchsize', 'bs', 'batch', 'batch_size_per_device', 'batch_size_per_rank', 'train_batch_size'],
    ...['per_device_train_batch_size', 'global_batch_size', 'samples_per_gpu', 'micro_batch_size'],
  ],
  'train.dataset_path': [
    ...['data', 'data_dir', 'data_path', 'data_root', 'dataset', 'dataset_dir', 'train_data', 'train_dir', 'root'],
    ...['image_dir', 'image_folder', 'images', 'imagenet', 'train_path', 'input', 'input_dir'],
  ],
  'train.output_dir': [
    'out',
    'output',
    'output_dir',
    'output_path',
    'out_dir',
    'save_dir',
    'log_dir',
    'logdir',
    'exp_dir',
  ],
  'train.num_workers': ['workers', 'num_workers', 'dataloader_num_workers', 'n_workers', 'num_data_workers', 'j'],
  'train.nproc_per_node': [
    ...['gpus', 'num_gpus', 'n_gpus', 'ngpus', 'devices', 'num_devices', 'gpus_per_node', 'ranks', 'nproc'],
    ...['nproc_per_node', 'world_size', 'num_processes', 'ntasks_per_node'],
  ],
  'train.max_steps': [
    ...['max_steps', 'steps', 'num_steps', 'total_steps', 'iterations', 'iters', 'max_iter', 'max_iters'],
    ...['max_iteration', 'num_iterations', 'train_steps', 'max_train_steps'],
  ],
  'train.OFFICIAL_EPOCH_LENGTH': ['epoch_length', 'steps_per_epoch', 'iterations_per_epoch'],
  'train.checkpoint_steps': [
    ...['save_steps', 'save_every', 'save_freq', 'save_interval', 'checkpoint_every', 'checkpoint_freq', 'ckpt_freq'],
    ...['checkpoint_interval', 'checkpoint_period', 'checkpointing_period', 'period'],
  ],
  'train.keep_checkpoints': ['max_to_keep', 'save_total_limit', 'keep_last'],
  'train.log_every': ['log_freq', 'log_interval', 'log_steps', 'logging_steps', 'print_freq'],
  'train.seed': ['seed', 'random_seed', 'manual_seed'],
  'train.centering': ['centering', 'sinkhorn'],
  'optim.epochs': ['epochs', 'epoch', 'num_epochs', 'max_epochs', 'n_epochs', 'num_train_epochs', 'train_epochs'],
  'optim.lr': ['lr', 'learning_rate', 'learningrate', 'max_lr', 'peak_lr'],
  'optim.base_lr': ['blr', 'base_learning_rate'],
  'optim.min_lr': ['end_lr', 'final_lr', 'lr_end', 'warmup_lr_end'],
  'optim.weight_decay': ['weight_decay', 'wd'],
  'optim.warmup_epochs': ['warmup', 'warm_up', 'warm_up_epochs', 'warmup_epochs', 'lr_warmup_epochs'],
  'optim.clip_grad': [
    'clip',
    'clip_norm',
    'grad_clip',
    'gradient_clip',
    'gradient_clip_val',
    'max_grad_norm',
    'max_norm',
  ],
  'optim.adamw_beta1': ['beta1', 'adam_beta1'],
  'optim.adamw_beta2': ['beta2', 'adam_beta2'],
  'optim.layerwise_decay': ['layer_decay', 'llrd'],
  'teacher.momentum_teacher': ['momentum', 'ema', 'ema_decay', 'ema_momentum', 'teacher_momentum'],
  'student.arch': ['arch', 'architecture', 'model', 'model_name', 'backbone', 'vit', 'network'],
  'student.patch_size': ['patch', 'patch_size', 'patchsize'],
  'student.drop_path_rate': ['drop_path', 'droppath', 'drop_path_rate', 'stochastic_depth'],
  'student.num_register_tokens': ['registers', 'num_registers', 'n_registers', 'n_storage_tokens', 'register_tokens'],
  'student.embed_dim': ['dim', 'width', 'hidden_size', 'hidden_dim'],
  'student.depth': ['layers', 'num_layers', 'n_layers', 'num_hidden_layers', 'n_blocks'],
  'student.num_heads': ['heads', 'n_heads', 'num_attention_heads'],
  'student.pretrained_weights': [
    ...['pretrained', 'pretrained_weights', 'weights', 'init', 'init_from', 'checkpoint', 'ckpt', 'ckpt_path'],
    ...['finetune', 'load', 'load_from', 'model_name_or_path'],
  ],
  'crops.global_crops_size': [
    ...['image_size', 'img_size', 'imgsz', 'input_size', 'crop_size', 'resolution', 'size', 'global_crop_size'],
  ],
  'crops.local_crops_size': ['local_crop_size', 'local_size'],
  'crops.local_crops_number': ['local_crops', 'num_local_crops', 'n_local_crops', 'local_crop_number', 'n_local'],
  'dino.head_n_prototypes': ['prototypes', 'n_prototypes', 'num_prototypes', 'out_dim', 'dino_out_dim'],
  'compute_precision.compute_dtype': [
    ...['precision', 'dtype', 'amp', 'fp16', 'bf16', 'fp32', 'mixed_precision', 'use_fp16', 'autocast', 'half'],
  ],
  'evaluation.eval_period_iterations': ['eval_steps', 'eval_freq', 'eval_interval', 'eval_every'],
};

const ofOthers = new Map(Object.entries(otherNames).flatMap(([key, names]) => names.map((name) => [name, key])));

/** The key that somebody means by a name: ours, one of another program's, or a misspelled one. */
export function keyMeantBy(name: string): string | null {
  if (fields.has(name)) return name;
  const last = name.slice(name.lastIndexOf('.') + 1);
  const other = ofOthers.get(last.toLowerCase().replaceAll('-', '_'));
  if (other !== undefined && fields.has(other)) return other;
  return nearestKey(name, fields.keys());
}

/** What to do about a key that there is not. */
export function hintForKey(key: string): string {
  const meant = keyMeantBy(key);
  if (meant === 'train.batch_size_per_gpu')
    return `did you mean "${meant}"? It counts the images of each rank and step; the global batch is that times the ranks`;
  return meant === null ? 'src/config/schema.ts lists all keys' : `did you mean "${meant}"?`;
}

/**
 * What arguments that are not key=value should have been.
 * @param rest the first that is none, or whose value is empty, and those after it
 */
export function hintForArgument([argument, ...rest]: readonly string[]): string | null {
  if (/\.ya?ml$/.test(argument!)) return 'for a job has one recipe: what this file changes can be given so';
  // As the shell would have handed it on in one piece.
  const [, name, mark, value] = /^([\w.-]+)\s*([=:]?)\s*([^\s=]*)/.exec([argument, ...rest].join(' ')) ?? [];
  if (name === undefined || (mark === '' && !fields.has(name))) return null;
  const key = keyMeantBy(name);
  return key === null ? null : `without blanks and with "=": ${key}=${value || 'VALUE'}`;
}

/** By which a configuration of another program is known: a key, as far as it must be there. */
const strangers: [program: string, keys: RegExp][] = [
  [
    'a recipe of DINOv3, whose network (rotary positions) and losses (Gram anchoring) are others',
    /^(gram|multidistillation|hrft|schedules|cfg_model)\b|^MODEL\.META_ARCHITECTURE|^student\.(pos_embed_rope|pos_embed_type|n_storage_tokens|mask_k_bias)|^crops\.gram_/,
  ],
  ['the config.json of a Hugging Face model', /^(model_type|architectures|transformers_version)$/],
  ['a configuration of Hydra', /^(defaults|hydra)\b|\._target_$/],
  ['a configuration of PyTorch Lightning', /^(trainer|lightning_module|seed_everything)\b/],
  ['a configuration of Lightly', /^(method|method_args|transform_args|model_args)\b/],
  ["the arguments of Hugging Face's Trainer", /^(per_device_train_batch_size|num_train_epochs|model_name_or_path)$/],
  ['a configuration of timm', /^(aug_splits|mixup_off_epoch|drop_connect|model_ema\w*|reprob|sched)$/],
  ['a configuration of OpenMMLab', /^(train_dataloader|train_pipeline|default_hooks|param_scheduler|_base_)\b/],
  ['a Compose file', /^services\b/],
  ['a Kubernetes object', /^apiVersion$/],
];

/** What a file is that is no recipe of ours; null where that cannot be told. @param keys all of its keys, dotted */
export function strangerWith(keys: readonly string[]): string | null {
  return strangers.find(([, known]) => keys.some((key) => known.test(key)))?.[0] ?? null;
}
