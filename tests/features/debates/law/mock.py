"""A mock regulation and its next version, of which it is known what became of each paragraph (participation.md 2.5)."""

import random

from portal.features.debates.law.aligning import Passage

STEMS = ["комунал", "чистоћ", "зелен", "површин", "путев", "улиц", "отпад", "посуд", "власник", "корисник", "зграда", "стан", "тротоар", "јавн", "простор", "предузећ", "општин", "одељењ", "инспекциј", "решењ", "рок", "дозвол", "накнад", "објекат", "привремен", "уређај", "расвет", "плакат", "фасад", "двориш", "дрв", "трав", "живиц", "снег", "лед", "пас", "животињ", "гробљ", "погреб", "водовод", "канализациј", "цистерн", "бунар", "јарк", "мост", "пешак", "возил", "паркирал", "пијац", "тезг", "летн", "башт", "мирни", "сат", "бук", "светл", "комшија", "заједниц", "месн", "савет", "веће", "одлук", "уговор", "надзор", "записник", "опомен", "казн", "прекршај", "мандат", "приговор", "жалб", "достав"]
ENDINGS = ("а", "е", "у", "ом", "и", "ог", "има", "ски", "на", "ти")
BOILERPLATE = [
    f"{start} {middle} {end}"
    for start in ("Надзор над применом овог члана врши", "Ближе услове из става 1. прописује", "Изузетно од става 1. одобрење даје", "О жалби одлучује", "Трошкове сноси")
    for middle in ("Општинско веће", "надлежно одељење Општинске управе", "комунална инспекција", "председник општине", "јавно комунално предузеће")
    for end in ("у складу са законом.",)
]


def sentence(chance, words=(8, 26)):
    picked = [chance.choice(STEMS) + chance.choice(ENDINGS) for _ in range(chance.randint(*words))]
    return " ".join(picked).capitalize() + "."


def paragraph(chance, share):
    if chance.random() < share:
        return chance.choice(BOILERPLATE)
    return " ".join(chance.choice(BOILERPLATE) if chance.random() < 0.15 else sentence(chance) for _ in range(chance.choice((1, 1, 2, 3))))


def edited(chance, text):
    words = text.split()
    for _ in range(max(1, round(len(words) * chance.uniform(0.04, 0.3)))):
        place = chance.randrange(len(words))
        match chance.randrange(3):
            case 0:
                words[place] = chance.choice(STEMS) + chance.choice(ENDINGS)
            case 1:
                words.insert(place, chance.choice(STEMS) + chance.choice(ENDINGS))
            case 2 if len(words) > 4:
                del words[place]
    return " ".join(words)


def two_versions(seed, paragraphs=360, share=0.35):
    """Return the old passages, the new ones, and for each new one the true old key or None."""
    chance = random.Random(seed)
    old = [(place, paragraph(chance, share)) for place in range(paragraphs)]
    start = chance.randrange(paragraphs - 5)
    block, rest = old[start : start + 5], old[:start] + old[start + 5 :]
    target = chance.choice([place for place in range(len(rest)) if abs(place - start) > 10])
    moved = rest[:target] + block + rest[target:]
    new = []
    for key, text in moved:
        if chance.random() < 0.07:
            continue
        new.append((key, edited(chance, text) if chance.random() < 0.23 else text))
    for _ in range(round(paragraphs * 0.06)):
        new.insert(chance.randrange(len(new) + 1), (None, paragraph(chance, share)))
    olds = [Passage(key, "paragraph", f"став {key}", text) for key, text in old]
    news = [Passage(f"n{place}", "paragraph", f"став {place}", text) for place, (_, text) in enumerate(new)]
    return olds, news, [key for key, _ in new]
