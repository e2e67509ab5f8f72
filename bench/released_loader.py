"""Times the decoding and the crops of the released DINOv2 code on one core, for `npm run bench -- loader --peer PYTHON`.

One argument: JSON of the images' paths, how many to take, the core, and the `crops` of the configuration. Prints JSON: images
a second, CPU time, versions. Files are in memory, and images are decoded as the released datasets do.
Needs torch, torchvision, pillow and a checkout of facebookresearch/dinov2 on PYTHONPATH; what is missing is said in a sentence on
stderr, with exit code 3.
"""

import io
import json
import os
import sys
import time
import warnings

warnings.filterwarnings("ignore")


WARM_UP_IMAGES = 8


class Missing(Exception):
    """Something of the environment; the message says what to do."""


def import_all():
    global torch, torchvision, PIL, DataAugmentationDINO
    try:
        import PIL.Image
        import torch
        import torchvision
    except ImportError as error:
        raise Missing(
            f"torch, torchvision or pillow cannot be imported ({error}); install them for this Python: "
            "pip install torch torchvision pillow"
        ) from error
    try:
        from dinov2.data import DataAugmentationDINO
    except ImportError as error:
        raise Missing(
            f"the released code cannot be imported ({error}); set PYTHONPATH to a checkout of "
            "https://github.com/facebookresearch/dinov2"
        ) from error


def rate(settings):
    files = []
    for path in settings["images"]:
        with open(path, "rb") as file:
            files.append(file.read())
    crops = settings["crops"]
    augment = DataAugmentationDINO(
        crops["global_crops_scale"],
        crops["local_crops_scale"],
        crops["local_crops_number"],
        global_crops_size=crops["global_crops_size"],
        local_crops_size=crops["local_crops_size"],
    )

    def take(count):
        for i in range(count):
            augment(PIL.Image.open(io.BytesIO(files[i % len(files)])).convert("RGB"))

    take(WARM_UP_IMAGES)
    begin, cpu_begin = time.perf_counter(), time.process_time()
    take(settings["count"])
    return {
        "images_per_second": settings["count"] / (time.perf_counter() - begin),
        "cpu_ms_per_image": 1000 * (time.process_time() - cpu_begin) / settings["count"],
    }


def main():
    settings = json.loads(sys.argv[1])
    os.sched_setaffinity(0, {settings["core"]})
    import_all()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    libraries = f"torch {torch.__version__}, torchvision {torchvision.__version__}, pillow {PIL.__version__}"
    print(json.dumps({**rate(settings), "libraries": libraries}))


if __name__ == "__main__":
    try:
        main()
    except Missing as missing:
        print(missing, file=sys.stderr)
        sys.exit(3)
