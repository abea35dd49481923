"""Writes the Russian dictionary of pymorphy3-dicts-ru as lines: word TAB lemma TAB grammemes (for build.rs)."""
import sys
import pymorphy3

KEPT = {"NOUN", "ADJF", "PRTF", "VERB", "INFN", "PRTS", "ADJS"}
LEFT_OUT = {"Arch", "Erro", "Dist", "V-oy", "V-be", "V-en", "V-ej", "V-sh", "Fimp", "Init", "Abbr", "Cmp2", "Litr"}

dictionary = pymorphy3.MorphAnalyzer(lang="ru").dictionary


def bases(paradigm):
    """For each form the index of its citation form: of a full participle its own nominative, else the first form."""
    forms = dictionary.build_paradigm_info(paradigm)
    firsts = {}
    result = []
    for index, (prefix, tag, suffix) in enumerate(forms):
        base = 0
        if tag.POS == "PRTF":
            base = firsts.setdefault((tag.tense, tag.voice), index)
        elif tag.POS == "ADJF":
            base = firsts.setdefault(tuple(sorted(g for g in tag.grammemes if g in ("Supr", "Cmp2"))), index)
        result.append((prefix, suffix, base))
    return result


cache = {}
out = sys.stdout
for word, tag, normal, paradigm, index in dictionary.iter_known_words():
    if tag.POS not in KEPT or not LEFT_OUT.isdisjoint(tag.grammemes):
        continue
    if paradigm not in cache:
        cache[paradigm] = bases(paradigm)
    info = cache[paradigm]
    prefix, suffix, base = info[index]
    stem = word[len(prefix):len(word) - len(suffix)]
    lemma = info[base][0] + stem + info[base][1]
    out.write(f"{word}\t{lemma}\t{str(tag).replace(' ', ',')}\n")
