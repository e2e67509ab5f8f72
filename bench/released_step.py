"""Times the training step of the released DINOv2 code on a CPU or a GPU, for `npm run bench -- step --peer PYTHON`.

One argument: the settings of the step as JSON. Prints JSON: milliseconds of each step, peak memory, and that of
before there was a network, last loss, version.
Needs torch, torchvision, omegaconf, fvcore and a checkout of facebookresearch/dinov2 on PYTHONPATH; what is missing is said in a
sentence on stderr, with exit code 3.

The released code is for CUDA, xFormers and FSDP. What stands in for them here changes no computation: attention by
PyTorch's own kernel, one call for all sequences of a length; one rank, so nothing is sharded; on a CPU tensors stay where they
are. 16-bit types are autocast's.
"""

import functools
import json
import os
import resource
import sys
import time
import types
import warnings

warnings.filterwarnings("ignore")


INSTALL = "pip install torch torchvision omegaconf fvcore"


class Missing(Exception):
    """Something of the environment; the message says what to do."""


def import_torch():
    global torch
    try:
        import torch
        import torch.distributed
    except ImportError as error:
        raise Missing(f"torch cannot be imported ({error}); install it for this Python: {INSTALL}") from error


class Packed:
    """Sequences of several lengths, one after the other in one row: the part of xFormers' BlockDiagonalMask that is used."""

    def __init__(self, lengths, counts):
        self.lengths, self.counts = lengths, counts  # of each list: tokens of a sequence, number of sequences

    @classmethod
    def from_tensor_list(cls, tensors):
        mask = cls([t.shape[1] for t in tensors], [t.shape[0] for t in tensors])
        return mask, torch.cat([t.reshape(1, -1, *t.shape[2:]) for t in tensors], dim=1)

    @classmethod
    def from_seqlens(cls, seqlens):
        lengths, counts = [], []
        for length in seqlens:
            if lengths and lengths[-1] == length:
                counts[-1] += 1
            else:
                lengths.append(length)
                counts.append(1)
        return cls(lengths, counts)

    def split(self, x):
        tokens = [length * count for length, count in zip(self.lengths, self.counts)]
        parts = x[0].split(tokens)
        return [p.reshape(c, n, *x.shape[2:]) for p, n, c in zip(parts, self.lengths, self.counts)]


def attention(q, k, v, attn_bias=None):
    """(B, N, heads, width); packed sequences see none but themselves."""

    def of_one_length(q, k, v):
        q, k, v = (t.transpose(1, 2) for t in (q, k, v))
        return torch.nn.functional.scaled_dot_product_attention(q, k, v).transpose(1, 2)

    if attn_bias is None:
        return of_one_length(q, k, v)
    lists = zip(*(attn_bias.split(t) for t in (q, k, v)))
    return torch.cat([of_one_length(*one).reshape(1, -1, *q.shape[2:]) for one in lists], dim=1)


def stand_in(device):
    """Modules under the names that the released code imports."""
    ops = types.ModuleType("xformers.ops")
    ops.fmha = types.SimpleNamespace(BlockDiagonalMask=Packed)
    ops.memory_efficient_attention = attention
    ops.unbind = torch.unbind
    ops.index_select_cat = lambda sources, indices: torch.cat([s[i].flatten() for s, i in zip(sources, indices)])
    ops.scaled_index_add = lambda x, index, source, scaling, alpha: x.index_add(0, index, source * scaling, alpha=alpha)
    xformers = types.ModuleType("xformers")
    xformers.ops = ops
    fsdp = types.ModuleType("dinov2.fsdp")
    fsdp.get_fsdp_wrapper = lambda *_, **__: lambda module: module
    fsdp.get_fsdp_modules = lambda module: [types.SimpleNamespace(params=list(module.parameters()))]
    fsdp.ShardedGradScaler = fsdp.reshard_fsdp_model = lambda *_: None
    fsdp.FSDPCheckpointer = object
    sys.modules.update({"xformers": xformers, "xformers.ops": ops, "dinov2.fsdp": fsdp})
    if device == "cpu":
        torch.Tensor.cuda = lambda self, *_, **__: self
        torch.cuda.synchronize = lambda *_: None


def import_released():
    try:
        import dinov2
        import omegaconf
        from dinov2.data import MaskingGenerator, collate_data_and_cast
        from dinov2.models import vision_transformer
        from dinov2.train.ssl_meta_arch import SSLMetaArch
    except ImportError as error:
        needs = f"a checkout of facebookresearch/dinov2 on PYTHONPATH, and for this Python: {INSTALL}"
        raise Missing(f"the released code cannot be imported ({error}); it needs {needs}") from error
    return types.SimpleNamespace(**locals())


def build(released, settings):
    if settings["arch"] == "vit_tiny":

        def vit_tiny(patch_size=16, num_register_tokens=0, **options):
            return released.vision_transformer.DinoVisionTransformer(
                patch_size=patch_size,
                embed_dim=192,
                depth=12,
                num_heads=3,
                mlp_ratio=4,
                block_fn=functools.partial(
                    released.vision_transformer.Block, attn_class=released.vision_transformer.MemEffAttention
                ),
                num_register_tokens=num_register_tokens,
                **options,
            )

        released.vision_transformer.vit_tiny = vit_tiny
    if not hasattr(released.vision_transformer, settings["arch"]):
        raise Missing(f"the released code has no {settings['arch']}; give another --arch")
    defaults = os.path.join(os.path.dirname(released.dinov2.__file__), "configs", "ssl_default_config.yaml")
    head = {"head_n_prototypes": settings["prototypes"]}
    changes = {
        "student": {"arch": settings["arch"], "patch_size": settings["patch"], "drop_path_rate": 0.4, "block_chunks": 0},
        "crops": {
            "global_crops_size": settings["global"],
            "local_crops_size": settings["local"],
            "local_crops_number": settings["locals"],
        },
        "dino": head,
        "ibot": {**head, "separate_head": True},
        "train": {"centering": "sinkhorn_knopp"},
    }
    config = released.omegaconf.OmegaConf.merge(released.omegaconf.OmegaConf.load(defaults), changes)
    model = released.SSLMetaArch(config)
    for name, module in model.student.items():
        model.teacher[name].load_state_dict(module.state_dict())
    model.fp16_scaler = None
    model.need_to_synchronize_fsdp_streams = False
    model.to(settings["device"])
    model.train()
    if settings["compiled"]:
        for network in (model.student, model.teacher):
            for module in network.values():
                module.compile()
    return model


def time_steps(released, settings):
    model = build(released, settings)
    optimizer = torch.optim.AdamW(model.get_params_groups(), betas=(0.9, 0.999), lr=1e-4, foreach=True)
    side = settings["global"] // settings["patch"]
    masks = released.MaskingGenerator(input_size=(side, side), max_num_patches=0.5 * side * side)

    def crops(count, size):
        return [torch.randn(3, size, size) for _ in range(count)]

    dtype = torch.float16 if settings["precision"] == "fp16" else torch.bfloat16
    images = [
        ({"global_crops": crops(2, settings["global"]), "local_crops": crops(settings["locals"], settings["local"])}, 0)
        for _ in range(settings["batch"])
    ]

    def step():
        batch = released.collate_data_and_cast(
            images, (0.1, 0.5), 0.5, torch.float32, n_tokens=side * side, mask_generator=masks
        )
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(settings["device"], dtype=dtype, enabled=settings["precision"] != "fp32"):
            losses = model.forward_backward(batch, teacher_temp=0.07)
        for module in model.student.values():
            torch.nn.utils.clip_grad_norm_(module.parameters(), 3.0)
        optimizer.step()
        model.update_teacher(0.994)
        torch.cuda.synchronize()
        return sum(float(value) for value in losses.values())

    milliseconds = []
    for i in range(settings["warm_up_steps"] + settings["steps"]):
        begin = time.perf_counter()
        loss = step()
        if i >= settings["warm_up_steps"]:
            milliseconds.append(1000 * (time.perf_counter() - begin))
    return milliseconds, loss


def max_rss_bytes():
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main():
    settings = json.loads(sys.argv[1])
    import_torch()
    torch.set_num_threads(settings["threads"])
    torch.manual_seed(0)
    stand_in(settings["device"])
    released = import_released()
    before = max_rss_bytes()
    # The released code asks for the world's size; a world of one needs no network.
    on_gpu = settings["device"] == "cuda"
    torch.distributed.init_process_group(
        "nccl" if on_gpu else "gloo", store=torch.distributed.HashStore(), rank=0, world_size=1
    )
    milliseconds, loss = time_steps(released, settings)
    print(
        json.dumps(
            {
                "milliseconds": milliseconds,
                "max_rss_bytes": max_rss_bytes(),
                "rss_before_bytes": before,
                "peak_memory_bytes": torch.cuda.max_memory_allocated() if on_gpu else None,
                "last_loss": loss,
                "torch": torch.__version__,
            }
        )
    )


if __name__ == "__main__":
    try:
        main()
    except Missing as missing:
        print(missing, file=sys.stderr)
        sys.exit(3)
