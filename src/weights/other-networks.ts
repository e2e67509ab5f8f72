/**
 * Networks that are taken for DINOv2's by mistake, by parameters that only they have.
 * Source: the released code of each; transformers' and timm's models of that name.
 */
interface OtherNetwork {
  /** Completes "FILE has ...". */
  what: string;
  /** A name within the file, without wrappers. */
  sign: RegExp;
  todo?: string;
}

const OTHERS: readonly OtherNetwork[] = [
  {
    what: 'the weights of DINOv3, whose positions are rotary',
    sign: /^(?:rope_embed\.|rope_embeddings\.|storage_tokens$|layer\.\d+\.attention\.q_proj\.)/,
  },
  {
    what: "a network with registers by timm's names, which keeps class token and positions otherwise",
    sign: /^reg_token$/,
    todo: 'use the released dinov2_vit*14_reg4_pretrain.pth or a folder of facebook/dinov2-with-registers-*',
  },
  {
    what: 'the weights of CLIP or SigLIP',
    sign: /^(?:visual\.|text_model\.|vision_model\.|logit_scale$|token_embedding\.|norm_pre\.)/,
  },
  { what: 'features that dinofleet embed has made, and no weights', sign: /^x_norm_clstoken$/ },
  { what: 'the weights of SAM', sign: /(?:^|\.)blocks\.\d+\.attn\.rel_pos_[hw]$/ },
  { what: 'the weights of a ViT of transformers', sign: /(?:^|\.)encoder\.layer\.\d+\.intermediate\.dense\./ },
  {
    what: 'the weights of BEiT',
    sign: /(?:^|\.)(?:rel_pos_bias\.|attn\.relative_position_bias_table$|attn\.q_bias$|gamma_1$)/,
  },
  { what: 'the weights of EVA', sign: /(?:^|\.)blocks\.\d+\.attn\.q_proj\./ },
  { what: 'the weights of a distilled DeiT, which has two class tokens', sign: /^dist_token$/ },
  { what: 'the weights of a ResNet', sign: /(?:^|\.)layer1\.0\.conv1\.weight$/ },
  {
    what: 'the weights of ConvNeXt',
    sign: /(?:^|\.)(?:downsample_layers\.0\.|stages\.0\.(?:blocks\.)?0\.(?:conv_dw|dwconv|gamma))/,
  },
  { what: 'the weights of Swin', sign: /(?:^|\.)layers\.0\.blocks\.0\.attn\.relative_position_bias_table$/ },
  {
    what: 'flat parameters of FSDP, of which one rank holds a part',
    sign: /(?:^|\.)_?flat_param/,
    todo: 'save the whole state dict where it was trained (StateDictType.FULL_STATE_DICT)',
  },
];

const TODO =
  "use weights of DINOv2: a released .pth, such as dinov2_vits14_pretrain.pth, or a model folder, such as the Hub's facebook/dinov2-small";

/**
 * @param names without wrappers, of what could be the backbone and of all else
 * @returns what completes "FILE has ...", with what to do; null where nothing speaks of another network
 */
export function otherNetwork(names: Iterable<string>): string | null {
  const all = [...names];
  const found = OTHERS.find(({ sign }) => all.some((name) => sign.test(name)));
  if (found !== undefined) return `${found.what}; ${found.todo ?? TODO}`;
  if (
    all.length > 0 &&
    all.every((name) => /^(?:[\w.]*(?:linear|head|fc|classifier)[\w.]*\.)?(?:weight|bias)$/.test(name))
  )
    return `a classifier alone, no backbone: ${all.slice(0, 4).join(', ')}; ${TODO}`;
  return null;
}

/** What was given says by itself that it is another model. @param type `model_type` of a config.json */
export function otherModelType(type: string): string {
  const known = /^dinov3/.test(type) ? 'DINOv3' : /clip/.test(type) ? 'CLIP' : null;
  return `${known === null ? 'another network' : `a network of ${known}`}; use a folder of DINOv2, such as the Hub's facebook/dinov2-small or facebook/dinov2-with-registers-small`;
}
