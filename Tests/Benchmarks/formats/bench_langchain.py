"""What it costs to read a LangChain store of 500,000 documents, against pickle.load, in the same run.

    python3 bench_langchain.py PROGRAM FOLDER [ROWS]

PROGRAM is a released plumb. The store is written by LangChain's own save_local into FOLDER, which must
not be there yet and is removed at the end. `plumb store inspect --full` reads every document and every
vector; it validates texts where they lie and keeps none. One rival is pickle.load of index.pkl alone, as load_local calls it: the vectors are extra work
for plumb there. The other is pickle.load and faiss.read_index, which is what load_local does. The
rivals' imports are not counted, the program's start is. Runs alternate, and the best of each counts.
"""
import os
import random
import sys
import uuid

from rivals import Race, claimed, inspected, text, with_folder, write_apart

DIMENSIONS = 384

RIVAL = """
import json, pickle, resource, sys, time
import faiss
import langchain_community.docstore.in_memory, langchain_core.documents
faiss.omp_set_num_threads(1)
wall, cpu = time.perf_counter(), time.process_time()
with open(sys.argv[1] + "/index.pkl", "rb") as file:
    docstore, positions = pickle.load(file)
if sys.argv[2] == "all":
    index = faiss.read_index(sys.argv[1] + "/index.faiss")
print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu, len(docstore._dict)]))
"""

def documents(rows):
    from langchain_core.documents import Document

    chance = random.Random(1)
    texts = [text(chance) for _ in range(4096)]
    for row in range(rows):
        source, page = f"/srv/handbooks/volume-{row // 2000}/chapter-{row // 40}.pdf", row % 40 // 4
        if row % 40 == 0:
            shared = {"source": source, "title": f"Handbook, chapter {row // 40}", "language": "en"}
        metadata = {**shared, "page": page, "start_index": row % 4 * 1000, "score": row / 7}
        # Every text is one of its own, as it is in a real store.
        body = f"{row} {texts[row % 4096]}"
        yield Document(
            id=str(uuid.UUID(int=chance.getrandbits(128), version=4)), page_content=body,
            metadata=metadata)


def write(folder, rows):
    import faiss
    import numpy as np
    from langchain_community.docstore.in_memory import InMemoryDocstore
    from langchain_community.vectorstores.faiss import FAISS

    index = faiss.IndexFlatL2(DIMENSIONS)
    numbers = np.random.default_rng(1)
    for start in range(0, rows, 10_000):
        count = min(10_000, rows - start)
        index.add(numbers.standard_normal((count, DIMENSIONS), dtype="float32"))
    found = {document.id: document for document in documents(rows)}
    FAISS(
        embedding_function=None, index=index, docstore=InMemoryDocstore(found),
        index_to_docstore_id=dict(enumerate(found))).save_local(folder)


def compare(program, folder, rows):
    size = sum(os.path.getsize(f"{folder}/{name}") for name in ("index.faiss", "index.pkl"))
    pickle = os.path.getsize(f"{folder}/index.pkl") / 1e6
    Race(f"{rows} documents (index.pkl is {pickle:.0f} MB)", size).run({
        "plumb": lambda: inspected(program, folder, rows),
        "pickle.load": lambda: claimed(RIVAL, rows, folder, "pickle"),
        "pickle.load and read_index": lambda: claimed(RIVAL, rows, folder, "all"),
    }).tell(goal=3)


def main():
    program, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 500_000

    def body():
        write_apart(write, folder, rows)
        compare(program, folder, rows)

    with_folder(folder, body)


main()
