"""What it costs to read every float of an index, against faiss itself, in the same run.

    python3 bench_faiss.py PROGRAM FOLDER [ROWS]

PROGRAM is a released plumb. Two indexes of ROWS rows (a million) of 256 dimensions are written into
FOLDER, which must not be there yet and is removed at the end. The rival calls read_index and
reconstruct_n and takes the maximum.
"""
import measuring

DIMENSIONS = 256
LISTS = 1024

READ = """
faiss.omp_set_num_threads(1)
index = faiss.read_index(sys.argv[1])
vectors = index.reconstruct_n(0, index.ntotal)
vectors.max()
rows = len(vectors)
"""


def write(folder, rows):
    import faiss
    import numpy as np

    random = np.random.default_rng(1)
    vectors = random.standard_normal((rows, DIMENSIONS), dtype="float32")
    flat = faiss.IndexFlatL2(DIMENSIONS)
    flat.add(vectors)
    faiss.write_index(flat, f"{folder}/flat.faiss")
    del flat
    # Lists as an index that was filled in order has them; which rows are in which does not matter here.
    quantizer = faiss.IndexFlatL2(DIMENSIONS)
    quantizer.add(vectors[:LISTS])
    index = faiss.IndexIVFFlat(quantizer, DIMENSIONS, LISTS)
    index.is_trained = True
    chosen = random.integers(0, LISTS, rows)
    for number in range(LISTS):
        ids = np.flatnonzero(chosen == number).astype("int64")
        codes = np.ascontiguousarray(vectors[ids])
        index.invlists.add_entries(
            number, len(ids), faiss.swig_ptr(ids), faiss.swig_ptr(codes.view("uint8")))
    index.ntotal = rows
    faiss.write_index(index, f"{folder}/ivf.faiss")


def cases(folder):
    yield "flat", f"{folder}/flat.faiss", "faiss", "import faiss", READ
    yield "inverted lists", f"{folder}/ivf.faiss", "faiss", "import faiss", READ


if __name__ == "__main__":
    measuring.main(write, cases)
