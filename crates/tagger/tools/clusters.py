"""Makes data/clusters_ru.tsv: clusters of the commonest words of navec, which comes with natasha 1.6 (MIT).

Usage: python clusters.py > rows.tsv   (pip install natasha==1.6.0 numpy; put the header of the old file on top)
"""

import re
from pathlib import Path

import natasha
import numpy as np
from navec import Navec

WORDS, FINE, COARSE = 80_000, 1024, 96


def spherical_k_means(vectors, count, rounds, random):
    """Cluster of each vector, and the centres."""
    centres = vectors[random.choice(min(len(vectors), 20_000), count, replace=False)].copy()
    for _ in range(rounds):
        chunks = range(0, len(vectors), 8000)
        nearest = np.concatenate([(vectors[at : at + 8000] @ centres.T).argmax(1) for at in chunks])
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, vectors)
        empty = np.linalg.norm(sums, axis=1) < 1e-6
        sums[empty] = vectors[random.choice(len(vectors), empty.sum())]
        centres = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return nearest, centres


navec = Navec.load(next(Path(natasha.__file__).parent.glob("data/emb/navec_news*.tar")))
words, counts = navec.vocab.words, np.array(navec.vocab.counts)
chosen = {}
for index in np.argsort(-counts[: len(words)], kind="stable"):
    word = words[index].lower().replace("ё", "е")
    if re.fullmatch("[а-яa-z]+", word) and word not in chosen and len(chosen) < WORDS:
        chosen[word] = index
vectors = np.stack([navec.pq[index] for index in chosen.values()]).astype(np.float32)
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
random = np.random.default_rng(1)
fine, centres = spherical_k_means(vectors, FINE, 10, random)
coarse, _ = spherical_k_means(centres, COARSE, 30, random)
for word, cluster in zip(chosen, fine):
    print(word, cluster + 1, coarse[cluster] + 1, sep="\t")
