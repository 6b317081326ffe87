"""What it costs to read every float of a table, against pyarrow itself, in the same run.

    python3 bench_parquet.py PROGRAM FOLDER [ROWS]

PROGRAM is a released plumb. Tables of ROWS rows (a million) with an id and a vector of 256 dimensions
are written into FOLDER, which must not be there yet and is removed at the end. The rival reads one group
of rows after the other with one thread and takes the maximum of each.
"""
import os

import measuring

DIMENSIONS = 256
# As the libraries of data sets write them: some tens of megabytes.
GROUP = 50_000

READ = """
pyarrow.set_cpu_count(1)
table = pq.ParquetFile(sys.argv[1])
rows = 0
for group in range(table.num_row_groups):
    columns = table.read_row_group(group, use_threads=False)
    for chunk in columns["vector"].chunks:
        chunk.flatten().to_numpy(zero_copy_only=True).max()
    rows += len(columns["id"])
"""
IMPORTS = "import pyarrow, pyarrow.parquet as pq"


def write_table(path, rows, is_fixed, packing):
    import numpy
    import pyarrow as pa
    import pyarrow.parquet as pq

    item = pa.list_(pa.float32(), DIMENSIONS) if is_fixed else pa.list_(pa.float32())
    schema = pa.schema([("id", pa.int64()), ("vector", item)])
    random = numpy.random.default_rng(1)
    with pq.ParquetWriter(path, schema, compression=packing) as writer:
        for first in range(0, rows, GROUP):
            count = min(GROUP, rows - first)
            values = pa.array(random.standard_normal(count * DIMENSIONS, dtype="float32"))
            ends = pa.array(range(0, (count + 1) * DIMENSIONS, DIMENSIONS), pa.int32())
            vectors = (
                pa.FixedSizeListArray.from_arrays(values, DIMENSIONS)
                if is_fixed
                else pa.ListArray.from_arrays(ends, values))
            ids = pa.array(range(first, first + count), pa.int64())
            writer.write_table(pa.Table.from_arrays([ids, vectors], schema=schema), row_group_size=GROUP)


TABLES = [
    ("list, snappy", "list-snappy", False, "snappy"),
    ("list of fixed size, zstd", "fixed-zstd", True, "zstd"),
    ("list, not packed", "list-plain", False, "none"),
]


def write(folder, rows):
    for _, file, is_fixed, packing in TABLES:
        write_table(f"{folder}/{file}.parquet", rows, is_fixed, packing)


def cases(folder):
    for name, file, _, _ in TABLES:
        path = f"{folder}/{file}.parquet"
        yield name, path, "pyarrow", IMPORTS, READ
        os.remove(path)


if __name__ == "__main__":
    measuring.main(write, cases)
