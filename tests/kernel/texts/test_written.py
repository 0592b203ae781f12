"""What an editor types in a plain field becomes the HTML that it looks like, and nothing else."""

import pytest

from portal.kernel.texts import plain_words, rich_text


@pytest.mark.parametrize(
    "written, html",
    [
        ("Први пасус.\n\nДруги.", "<p>Први пасус.</p><p>Други.</p>"),
        ("Један\nдва", "<p>Један<br>два</p>"),
        ("# Где\nТекст", "<h2>Где</h2><p>Текст</p>"),
        ("## Мали наслов\n\n# Већи", "<h2>Мали наслов</h2><h2>Већи</h2>"),
        ("Потребно је:\n- извод\n- рачун\nИ то је све.", "<p>Потребно је:</p><ul><li>извод</li><li>рачун</li></ul><p>И то је све.</p>"),
        ("1. прво\n2. друго", "<ol><li>прво</li><li>друго</li></ol>"),
        ("23. новембра почиње.", "<p>23. новембра почиње.</p>"),
        ("1. децембра почиње.", "<p>1. децембра почиње.</p>"),
        ("– Рекао је председник.", "<p>– Рекао је председник.</p>"),
        ("#Хаштег", "<p>#Хаштег</p>"),
        ("> Навод", "<blockquote><p>Навод</p></blockquote>"),
        ("**важно** и 2 * 3 * 4", "<p><strong>важно</strong> и 2 * 3 * 4</p>"),
        ("[образац](www.primer.rs/o)", '<p><a href="https://www.primer.rs/o" rel="nofollow noopener">образац</a></p>'),
        ("[питајте](/sr/pitanja/)", '<p><a href="/sr/pitanja/">питајте</a></p>'),
        ("[зло](javascript:alert(1))", "<p>[зло](javascript:alert(1))</p>"),
        ("Пишите на opstina@primer.rs.", '<p>Пишите на <a href="mailto:opstina@primer.rs">opstina@primer.rs</a>.</p>'),
        ("3 < 4 & 5 > 2", "<p>3 &lt; 4 &amp; 5 &gt; 2</p>"),
    ],
)
def test_signs_become_what_they_look_like(written, html):
    assert rich_text(written) == html


def test_pasted_html_is_taken_as_html_and_made_harmless():
    pasted = '<h1>Наслов</h1><div onclick="x()">а <b>б</b></div><p>&nbsp;</p><script>alert(1)</script><img src="https://x.rs/a.png" alt="с"><h5>Ситно</h5>'
    assert rich_text(pasted) == "<h2>Наслов</h2><p>а <strong>б</strong></p><h3>Ситно</h3>"


def test_html_that_marks_words_only_keeps_the_paragraphs_of_its_empty_lines():
    assert rich_text("а <b>б</b>\n\nв") == "<p>а <strong>б</strong></p><p>в</p>"


def test_what_nobody_sees_goes():
    assert rich_text("Ра\u200bжањ\u202e и \x00околина") == "<p>Ражањ и околина</p>"


def test_what_was_made_stays_as_it_is_when_it_is_made_again():
    made = rich_text("# Где\n- а\n- б\n\n[в](https://primer.rs)")
    assert rich_text(made) == made


def test_hostile_lengths_end():
    for written in ("[(" * 40000, "*" * 80000, "- \n" * 3000, "1. а\n" * 3000, "<b>" * 20000):
        assert len(rich_text(written)) < 10 * len(written)


def test_words_of_html_are_plain_again():
    assert plain_words("<h2>Где</h2><p>А &amp; б<br>в</p><ul><li>г</li><li>д</li></ul>") == "Где\n\nА & б\nв\n\nг\nд"
