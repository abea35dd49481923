"""Makes data/rusentne_silver.tsv: the names that natasha 1.6 finds in the sentences of RuSentNE.

Usage: python silver.py CORPUS_DIR > rows.tsv   (pip install natasha==1.6.0; put the header of the old file on top)
"""

import json
import sys
from pathlib import Path

from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter

tagger, segmenter = NewsNERTagger(NewsEmbedding()), Segmenter()
for part in ("train", "dev"):
    for line in (Path(sys.argv[1]) / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        doc = Doc(record["text"])
        doc.segment(segmenter)
        doc.tag_ner(tagger)
        for span in doc.spans:
            print(record["id"], span.start, span.stop, span.type, sep="\t")
        if not doc.spans:
            print(record["id"], 0, 0, "NONE", sep="\t")
