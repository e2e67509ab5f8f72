"""Times faiss's exact search by inner products on a CPU, for `npm run bench -- knn --peer PYTHON`.

One argument: JSON with a folder, sizes, k and threads. The folder has queries.f32 (Q, D) and gallery.f32 (N, D); neighbours.i32 (Q, k) is
written there. Prints JSON: milliseconds of the search, version.
Needs faiss and numpy; what is missing is said in a sentence on stderr, with exit code 3.
"""

import json
import os
import sys
import time


class Missing(Exception):
    """Something of the environment; the message says what to do."""


def import_faiss(threads):
    global faiss, np
    # Of its BLAS, which reads them as it is loaded.
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)
    try:
        import faiss
        import numpy as np
    except ImportError as error:
        raise Missing(f"faiss cannot be imported ({error}); install it for this Python: pip install faiss-cpu numpy") from error
    faiss.omp_set_num_threads(threads)


def main():
    settings = json.loads(sys.argv[1])
    import_faiss(settings["threads"])
    folder, dim, k = settings["folder"], settings["dim"], settings["k"]
    queries, gallery = (
        np.fromfile(os.path.join(folder, f"{name}.f32"), dtype=np.float32).reshape(-1, dim) for name in ("queries", "gallery")
    )
    index = faiss.IndexFlatIP(dim)
    index.add(gallery)
    index.search(queries[:64], k)  # threads and buffers are there from then on
    begin = time.perf_counter()
    _, neighbours = index.search(queries, k)
    milliseconds = 1000 * (time.perf_counter() - begin)
    neighbours.astype(np.int32).tofile(os.path.join(folder, "neighbours.i32"))
    print(json.dumps({"milliseconds": milliseconds, "faiss": faiss.__version__}))


if __name__ == "__main__":
    try:
        main()
    except Missing as missing:
        print(missing, file=sys.stderr)
        sys.exit(3)
