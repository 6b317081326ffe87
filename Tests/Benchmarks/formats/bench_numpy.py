"""What it costs to read every float of an array, against numpy itself, in the same run.

    python3 bench_numpy.py PROGRAM FOLDER [ROWS]

PROGRAM is a released plumb. Arrays of ROWS rows (a million) of 256 dimensions are written into FOLDER,
which must not be there yet and is removed at the end. The rival calls load, once as it is and once with
the file mapped, and takes the sum.
"""
import measuring

DIMENSIONS = 256

READ = """
array = numpy.load(sys.argv[1])
array.sum()
rows = len(array)
"""
MAPPED = READ.replace("[1]", '[1], mmap_mode="r"')


def write(folder, rows):
    import numpy

    random = numpy.random.default_rng(1)
    vectors = random.standard_normal((rows, DIMENSIONS), dtype="float32")
    numpy.save(f"{folder}/single.npy", vectors)
    numpy.save(f"{folder}/half.npy", vectors.astype("float16"))


def cases(folder):
    yield "float32", f"{folder}/single.npy", "numpy", "import numpy", READ
    yield "float32, mapped", f"{folder}/single.npy", "numpy mapped", "import numpy", MAPPED
    yield "float16", f"{folder}/half.npy", "numpy", "import numpy", READ


if __name__ == "__main__":
    measuring.main(write, cases)
