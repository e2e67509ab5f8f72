/**
 * Every key of a configuration. Keys, nesting and defaults are those of DINOv2's `ssl_default_config.yaml`, so that its
 * own recipes load unchanged; the keys that only Dinofleet has stand last in their section.
 */
import {
  adjustable,
  belowOne,
  channels,
  checkpointStore,
  count,
  Field,
  flag,
  fraction,
  fractionRange,
  natural,
  nonNegative,
  oneOf,
  optional,
  path,
  pathOrNone,
  positive,
  sampleRange,
  sources,
  uint32,
} from './field.js';

/** How one sub-module of one network is sharded, and in which formats its numbers travel between ranks. */
function precision(reduceDtype: 'fp16' | 'fp32') {
  const dtypes = ['fp16', 'bf16', 'fp32'] as const;
  return {
    sharding_strategy: oneOf(
      ['NO_SHARD', 'SHARD_GRAD_OP', 'FULL_SHARD', 'HYBRID_SHARD'],
      'SHARD_GRAD_OP',
      'what ranks share out, and whether weights are gathered again for the backward pass (FULL_SHARD, and HYBRID_SHARD, which ' +
        'shares out within each node and has a copy on every node)',
    ),
    mixed_precision: {
      param_dtype: oneOf(dtypes, 'fp16', 'format of gathered weights'),
      reduce_dtype: oneOf(dtypes, reduceDtype, 'format of gradients on their way to be summed'),
      buffer_dtype: oneOf(dtypes, 'fp32', 'format of buffers'),
    },
  };
}

export const schema = {
  MODEL: {
    WEIGHTS: pathOrNone('checkpoint whose student, teacher and heads a new run starts from'),
  },
  compute_precision: {
    grad_scaler: flag(true, 'scale the loss so that gradients in fp16 do not vanish'),
    teacher: { backbone: precision('fp16'), dino_head: precision('fp16'), ibot_head: precision('fp16') },
    student: { backbone: precision('fp16'), dino_head: precision('fp32'), ibot_head: precision('fp32') },

    compute_dtype: adjustable(
      optional(
        oneOf(
          ['fp32', 'bf16', 'fp16', 'auto'],
          'fp32',
          'what weights and activations are computed in, with sums in fp32. auto is bf16 where the CPUs of all ranks ' +
            'have it, and fp16 on GPUs; null is fp32 on CPUs, and on GPUs auto. A run that goes on keeps what its checkpoint has ' +
            'unless fp32, bf16 or fp16 is given',
        ),
      ),
    ),
    attention: adjustable(
      oneOf(
        ['auto', 'cudnn', 'own'],
        'auto',
        "on GPUs, in 16-bit types: cudnn's kernels, own ones on tensor cores (head dimension 64, up to 272 tokens or more), or auto: " +
          'own ones to 272 tokens, cudnn above',
      ),
    ),
    gradient_sums: adjustable(
      oneOf(
        ['nccl', 'fp32'],
        'nccl',
        'on GPUs: nccl rounds to reduce_dtype at every rank that a sum passes, as in the released code; fp32 adds the gradients of ' +
          'all ranks in fp32 and in their order, as CPUs do whatever is said here',
      ),
    ),
  },
  dino: {
    loss_weight: nonNegative(1, 'weight of the loss between class tokens'),
    head_n_prototypes: count(65536, 'outputs of the head'),
    head_bottleneck_dim: count(256, 'width of the normalised layer before the prototypes'),
    head_nlayers: count(3, 'linear layers of the MLP that ends in the bottleneck'),
    head_hidden_dim: count(2048, "width of the MLP's hidden layers"),
    koleo_loss_weight: nonNegative(0.1, 'weight of the KoLeo regulariser'),
  },
  ibot: {
    loss_weight: nonNegative(1, 'weight of the loss on masked patches'),
    mask_sample_probability: fraction(0.5, 'share of global crops that are masked'),
    mask_ratio_min_max: fractionRange(0.1, 0.5, 'share of patches that a masked crop loses'),
    separate_head: flag(false, 'a head of its own; else patches go through the DINO head'),
    head_n_prototypes: count(65536, 'as in dino; read with a separate head only, like the three below'),
    head_bottleneck_dim: count(256, 'as in dino'),
    head_nlayers: count(3, 'as in dino'),
    head_hidden_dim: count(2048, 'as in dino'),
  },
  train: {
    batch_size_per_gpu: count(64, 'images per rank and step at the first launch, which fixes the global batch'),
    dataset_path: adjustable(
      sources(
        'ImageNet:split=TRAIN',
        'images: a folder, searched recursively, tar archives, Parquet tables, a list of files or an index; or several, mixed by weights. A run ' +
          'goes on with the same images elsewhere',
      ),
    ),
    output_dir: adjustable(path('.', 'where checkpoints and logs go')),
    saveckp_freq: adjustable(count(20, 'epochs between checkpoints, where checkpoint_steps is 0')),
    seed: uint32(0, 'of weights, order, crops and masks'),
    num_workers: adjustable(natural(10, 'threads of each rank that decode and crop images; 0 is one')),
    OFFICIAL_EPOCH_LENGTH: adjustable(count(1250, 'steps that count as an epoch')),
    cache_dataset: adjustable(flag(true, 'nothing: the list of the images is read by position')),
    centering: oneOf(['centering', 'sinkhorn_knopp'], 'centering', 'what keeps the targets from collapsing'),

    nproc_per_node: adjustable(optional(count(1, 'ranks on each node; null leaves it to --nproc-per-node'))),
    max_steps: adjustable(optional(count(1, 'stop after this many steps; schedules keep the length of the epochs'))),
    log_every: adjustable(count(10, 'steps between reports; the log has every step')),
    checkpoint_steps: adjustable(natural(0, 'steps between checkpoints; 0 counts epochs: saveckp_freq')),
    record_step: adjustable(
      optional(
        natural(
          0,
          'step that is written down for dinofleet conformance once the run has ended, counted from 0 as in log.jsonl',
        ),
      ),
    ),
    profile_step: adjustable(
      optional(
        natural(0, 'step whose time is written down, op by op, to profile/ in output_dir, counted as record_step'),
      ),
    ),
    checkpoint_store: adjustable(
      checkpointStore(
        'shared',
        'shared: output_dir is one directory that all nodes see; nodes: each node has one of its own and keeps what it has written, and of another node a copy; nodes:/DIR: the same of checkpoints alone, in DIR; s3://BUCKET/PREFIX: there',
      ),
    ),
    keep_checkpoints: adjustable(count(3, 'newest checkpoints to keep')),
    keep_every: adjustable(natural(0, 'keep checkpoints whose step is a multiple of this for ever; 0 keeps none')),
    cache_dir: adjustable(
      optional(path('/var/cache/dinofleet', 'folder in which a node keeps images of object stores; null keeps none')),
    ),
    cache_gb: adjustable(positive(100, 'gigabytes that cache_dir may come to')),
    snapshot_dir: adjustable(
      optional(path('/dev/shm', 'folder in memory for snapshots of the state; null is /dev/shm/dinofleet-UID')),
    ),
    snapshot_seconds: adjustable(
      optional(
        nonNegative(
          0,
          'seconds between snapshots of the state in memory; null takes them as often as costs a hundredth of the time; 0 takes none',
        ),
      ),
    ),
    max_bad_images: adjustable(fraction(0.1, 'share of images that cannot be read above which the run stops')),
    stall_timeout_s: adjustable(
      positive(
        120,
        'seconds without any progress after which a worker counts as hung that reads images, saves or sets up; at other work it is 5, or four steps',
      ),
    ),
    lease_s: adjustable(
      positive(
        60,
        'seconds for which workers train on without their coordinator, which may be started again meanwhile',
      ),
    ),
  },
  student: {
    arch: oneOf(
      ['vit_tiny', 'vit_small', 'vit_base', 'vit_large', 'vit_giant2', 'vit_custom'],
      'vit_large',
      'size of the network; vit_custom takes the keys at the end of this section',
    ),
    patch_size: count(16, 'side of a patch in pixels'),
    drop_path_rate: belowOne(0.3, 'share of samples that each residual branch leaves out'),
    layerscale: nonNegative(1e-5, "start of each residual branch's gain; 0 is no LayerScale"),
    drop_path_uniform: flag(true, 'the same rate in every block; else rising from 0'),
    pretrained_weights: pathOrNone(
      'weights that both backbones start from: a checkpoint directory, a .pth file or a Hugging Face folder',
    ),
    ffn_layer: oneOf(['mlp', 'swiglu', 'swiglufused'], 'mlp', 'feed-forward layer of a block'),
    block_chunks: natural(0, 'runs of blocks that are gathered together; 0 is one block at a time'),
    qkv_bias: flag(true, 'bias of the query, key and value projection'),
    proj_bias: flag(true, "bias of the attention's output projection"),
    ffn_bias: flag(true, 'biases of the feed-forward layer'),
    num_register_tokens: natural(0, 'tokens besides the class token that stand for no patch'),
    interpolate_antialias: flag(false, 'smooth position embeddings when they are scaled down'),
    interpolate_offset: nonNegative(0.1, 'added to the number of patches when position embeddings are scaled'),

    embed_dim: optional(count(1, 'width; vit_custom only')),
    depth: optional(count(1, 'blocks; vit_custom only')),
    num_heads: optional(count(1, 'attention heads; vit_custom only')),
    mlp_ratio: positive(4, "feed-forward layer's width over the block's; vit_custom only"),
  },
  teacher: {
    momentum_teacher: fraction(0.992, 'share that the teacher keeps of itself in a step'),
    final_momentum_teacher: fraction(1, 'the same at the end'),
    warmup_teacher_temp: positive(0.04, "temperature of the teacher's softmax at the start"),
    teacher_temp: positive(0.07, 'the same after the warm-up'),
    warmup_teacher_temp_epochs: natural(30, 'epochs of a linear rise between the two'),
  },
  distillation: {
    teacher: pathOrNone(
      'frozen network that targets come from in place of the average of the student: a checkpoint directory or a released teacher_checkpoint.pth',
    ),
    num_heads: optional(
      count(1, "the frozen teacher's attention heads where its file does not tell; null is width / 64"),
    ),
  },
  optim: {
    epochs: adjustable(count(100, 'length of the training and of its schedules')),
    weight_decay: nonNegative(0.04, 'at the start'),
    weight_decay_end: nonNegative(0.4, 'at the end, along a cosine'),
    base_lr: positive(0.004, 'learning rate at batch 1024; lr is made from it by scaling_rule'),
    lr: nonNegative(0, 'learning rate as it is used; 0 makes it from base_lr'),
    warmup_epochs: natural(10, 'epochs of a linear rise of the learning rate from 0'),
    min_lr: nonNegative(1e-6, 'learning rate at the end, along a cosine'),
    clip_grad: nonNegative(3, "largest norm of a sub-module's gradient; 0 does not clip"),
    freeze_last_layer_epochs: natural(1, 'epochs before the prototypes move'),
    scaling_rule: oneOf(['sqrt_wrt_1024'], 'sqrt_wrt_1024', 'lr = base_lr * sqrt(global batch / 1024)'),
    patch_embed_lr_mult: nonNegative(0.2, "factor on the patch embedding's learning rate"),
    layerwise_decay: positive(0.9, 'factor on the learning rate for each block further from the output'),
    adamw_beta1: belowOne(0.9, 'decay of the mean of gradients'),
    adamw_beta2: belowOne(0.999, 'decay of the mean of squared gradients'),

    freeze_backbone_epochs: natural(
      0,
      'epochs before a backbone from student.pretrained_weights moves: fresh heads settle first, and its rate then has a warm-up of its own',
    ),
  },
  crops: {
    global_crops_scale: fractionRange(0.32, 1, "share of an image's area in a global crop"),
    local_crops_number: natural(8, 'local crops of each image'),
    local_crops_scale: fractionRange(0.05, 0.32, "share of an image's area in a local crop"),
    global_crops_size: count(224, 'side of a global crop in pixels'),
    local_crops_size: count(96, 'side of a local crop in pixels'),

    blur: oneOf(
      ['released', 'paper'],
      'released',
      'which crops are blurred: as the released code does it (first global crop never, second nearly always), or as the papers say (the other way round)',
    ),
  },
  data: {
    lenient: adjustable(
      flag(
        false,
        'read damaged images as far as PIL does with LOAD_TRUNCATED_IMAGES, and count them; else another image takes their place',
      ),
    ),
    range: sampleRange(
      'auto',
      'samples that become black and white in files of more than 8 bits: 8 (0:255), 12 (0:4095), 16 (their high byte), MIN:MAX; auto is 16, with a warning where images use little of it. Files of 8 bits stay as they are',
    ),
    mean: channels([0.485, 0.456, 0.406], 'from 0', "mean that images are normalised by; ImageNet's unless given"),
    std: channels([0.229, 0.224, 0.225], 'above 0', "deviation that images are normalised by; ImageNet's unless given"),
  },
  evaluation: {
    eval_period_iterations: adjustable(
      natural(12500, 'steps between saved teachers in the released code; here every checkpoint has the teacher'),
    ),
  },
} as const;

type ConfigOf<Node> = Node extends Field<infer T> ? T : { readonly [Key in keyof Node]: ConfigOf<Node[Key]> };

/** A checked configuration with every key. JSON-safe. */
export type Config = ConfigOf<typeof schema>;

type SchemaNode = Field<unknown> | { readonly [key: string]: SchemaNode };

function collectFields(node: SchemaNode, path: string, into: Map<string, Field<unknown>>): Map<string, Field<unknown>> {
  if (node instanceof Field) return into.set(path, node);
  for (const [key, child] of Object.entries(node)) collectFields(child, path ? `${path}.${key}` : key, into);
  return into;
}

/** Every key by its dotted path, in the order of the schema. */
export const fields: ReadonlyMap<string, Field<unknown>> = collectFields(schema, '', new Map());
