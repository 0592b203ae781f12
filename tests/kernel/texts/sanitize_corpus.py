"""Hostile and honest rich text with the result that sanitize() must give; our own payloads.

The result is exact for bleach; nh3 has to come to the same links, pictures and verdict (test_sanitize.py).
"""

from typing import NamedTuple


class Sample(NamedTuple):
    """What an editor (or an attacker with an editor's account) sends, and what may be published of it."""

    name: str
    html: str
    result: str


HONEST = (
    Sample("plain text", "Здраво, свима!", "Здраво, свима!"),
    Sample("a paragraph", "<p>Седница је у 10 ч.</p>", "<p>Седница је у 10 ч.</p>"),
    Sample("headings", "<h2>А</h2><h3>Б</h3><h4>В</h4>", "<h2>А</h2><h3>Б</h3><h4>В</h4>"),
    Sample("a heading of the page itself", "<h1>Наслов</h1>", "Наслов"),
    Sample(
        "emphasis",
        "<p><strong>важно</strong> и <em>лепо</em></p>",
        "<p><strong>важно</strong> и <em>лепо</em></p>",
    ),
    Sample("lists", "<ul><li>а</li></ul><ol><li>б</li></ol>", "<ul><li>а</li></ul><ol><li>б</li></ol>"),
    Sample("a list left open", "<ul><li>а<li>б", "<ul><li>а</li><li>б</li></ul>"),
    Sample(
        "a quotation",
        "<blockquote><p>„Тако је.“</p></blockquote>",
        "<blockquote><p>„Тако је.“</p></blockquote>",
    ),
    Sample("a line break", "а<br/>б", "а<br>б"),
    Sample("a link on this site", '<a href="/vesti/12">вест</a>', '<a href="/vesti/12">вест</a>'),
    Sample("a link beside this page", '<a href="prilog-2">прилог</a>', '<a href="prilog-2">прилог</a>'),
    Sample("a place on the page", '<a href="#rok">рок</a>', '<a href="#rok">рок</a>'),
    Sample(
        "a link to elsewhere",
        '<a href="https://data.gov.rs/x?a=1&amp;b=2#c" title="Подаци">т</a>',
        '<a href="https://data.gov.rs/x?a=1&amp;b=2#c" title="Подаци" rel="nofollow noopener">т</a>',
    ),
    Sample(
        "a link without a scheme",
        '<a href="//data.gov.rs/x">т</a>',
        '<a href="//data.gov.rs/x" rel="nofollow noopener">т</a>',
    ),
    Sample(
        "a Cyrillic domain",
        '<a href="http://ражањ.срб/вести">т</a>',
        '<a href="http://ражањ.срб/вести" rel="nofollow noopener">т</a>',
    ),
    Sample(
        "an e-mail",
        '<a href="mailto:info@primer.rs">пишите</a>',
        '<a href="mailto:info@primer.rs">пишите</a>',
    ),
    Sample("a telephone", '<a href="tel:+38137841000">зовите</a>', '<a href="tel:+38137841000">зовите</a>'),
    Sample(
        "a table",
        '<table><thead><tr><th scope="col">А</th></tr></thead><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
        '<table><thead><tr><th scope="col">А</th></tr></thead><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
    ),
    Sample(
        "a picture with a caption",
        '<figure><img src="/slike/1.jpg" alt="Трг &quot;слободе&quot;"><figcaption>Трг</figcaption></figure>',
        '<figure><img src="/slike/1.jpg" alt="Трг &quot;слободе&quot;"><figcaption>Трг</figcaption></figure>',
    ),
    Sample("signs that are no markup", "<p>а &lt; б &amp; в &gt; г</p>", "<p>а &lt; б &amp; в &gt; г</p>"),
    Sample("letters as numbers", "&#1056;ажањ &mdash; &#x41F;", "Ражањ — П"),
    Sample("a smaller-than sign", "<p>3 < 5</p>", "<p>3 &lt; 5</p>"),
    Sample(
        "a paste from a word processor",
        '<p class="MsoNormal" style="color:red"><o:p>Текст</o:p></p>',
        "<p>Текст</p>",
    ),
    Sample("words of another language", '<p lang="en" dir="ltr">Hi</p>', "<p>Hi</p>"),
    Sample("a bold of old", "<b>важно</b> <font color=red>ало</font>", "важно ало"),
)

HOSTILE = (
    Sample("a script", "а<script>alert(1)</script>б", "аб"),
    Sample("a script in capitals", "а<SCRIPT SRC=//zlo.rs/x.js></SCRIPT >б", "аб"),
    Sample("a script without an end", "<p>а</p><script>alert(1)", "<p>а</p>"),
    Sample("a script around a script", "<scr<script>x</script>ipt>alert(1)</scr<script>y</script>ipt>", "alert(1)"),
    Sample("a style", "а<style>body{display:none}</style>б", "аб"),
    Sample("a comment", "а<!-- <img src=x onerror=alert(1)> -->б", "аб"),
    Sample("a comment that closes at once", "<!--><img src=x onerror=alert(1)>-->", "--&gt;"),
    Sample("a comment without an end", "а<!-- <p onclick=alert(1)>", "а"),
    Sample("a handler", '<p onclick="alert(1)">а</p>', "<p>а</p>"),
    Sample("a handler after a slash", "<img/src=/a.png/onerror=alert(1)>", '<img src="/a.png/onerror=alert(1)">'),
    Sample("a picture that fails on purpose", "<img src=x onerror=alert(1)>", ""),
    Sample("a picture from elsewhere", '<img src="https://zlo.rs/1.gif" alt="a">', ""),
    Sample("a picture from elsewhere without a scheme", '<img src="//zlo.rs/1.gif">', ""),
    Sample("a picture behind a backslash", r'<img src="/\zlo.rs/1.gif">', ""),
    Sample("a picture of data", '<img src="data:image/svg+xml,<svg onload=alert(1)>">', ""),
    Sample("a script address", '<a href="javascript:alert(1)">а</a>', "а"),
    Sample("a script address of digits", '<a href="javascript:123">а</a>', "а"),
    Sample("data of digits", '<a href="data:1">а</a>', "а"),
    Sample("an old script address of digits", '<a href="vbscript:1">а</a>', "а"),
    Sample("a host with a port", '<a href="primer.rs:8080">а</a>', "а"),
    Sample("a script address in mixed case", '<a href="JaVaScRiPt:alert(1)">а</a>', "а"),
    Sample("a script address after blanks", '<a href="   javascript:alert(1)">а</a>', "а"),
    Sample("a script address cut by a tab", '<a href="java\tscript:alert(1)">а</a>', "а"),
    Sample("a script address cut by a line end", '<a href="java&#10;script:alert(1)">а</a>', "а"),
    Sample("a script address cut by a control character", '<a href="java\x03script:alert(1)">а</a>', "а"),
    Sample("a script address cut by a control entity", '<a href="java&#3;script:alert(1)">а</a>', "а"),
    Sample("a script address behind a control character", '<a href="\x01javascript:alert(1)">а</a>', "а"),
    Sample("a colon written as an entity", '<a href="javascript&colon;alert(1)">а</a>', "а"),
    Sample("a colon written as an entity twice", '<a href="javascript&amp;colon;alert(1)">а</a>', "а"),
    Sample("a script address in numbers", '<a href="&#106;&#97;vascript:alert(1)">а</a>', "а"),
    Sample("numbers without semicolons", '<a href="&#106&#97&#118&#97script:alert(1)">а</a>', "а"),
    Sample("a page of data", '<a href="data:text/html,<script>alert(1)</script>">а</a>', "а"),
    Sample("a local file", '<a href="file:///etc/passwd">а</a>', "а"),
    Sample("a blob", '<a href="blob:https://primer.rs/1">а</a>', "а"),
    Sample("a password in the address", '<a href="https://opstina.rs@zlo.rs/">а</a>', "а"),
    Sample("a host behind backslashes", r'<a href="\\zlo.rs/x">а</a>', "а"),
    Sample("a scheme without a host", '<a href="https:/zlo.rs">а</a>', "а"),
    Sample("a zero-width blank in the scheme", '<a href="java\u200bscript:alert(1)">а</a>', "а"),
    Sample("a title that opens a tag", '<a href="/x" title="&quot;><img src=x onerror=alert(1)>">а</a>',
           '<a href="/x" title="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;">а</a>'),
    Sample("an alternative that opens a tag", "<img src=/a.png alt='\"><svg onload=alert(1)>'>",
           '<img src="/a.png" alt="&quot;&gt;&lt;svg onload=alert(1)&gt;">'),
    Sample("a drawing", "<svg onload=alert(1)><circle/></svg>", ""),
    Sample("a formula that hides a picture", "<math><mi><img src=x onerror=alert(1)></mi></math>", ""),
    Sample("a frame", '<iframe src="javascript:alert(1)"></iframe>', ""),
    Sample("a page in a frame", '<iframe srcdoc="<script>alert(1)</script>"></iframe>а', "а"),
    Sample("an object", '<object data="x.swf"></object><embed src="x.swf">', ""),
    Sample("a form", '<form action="//zlo.rs"><input name="lozinka"><button>Пошаљи</button></form>', "Пошаљи"),
    Sample("another base", '<base href="//zlo.rs/">а', "а"),
    Sample("a refresh", '<meta http-equiv="refresh" content="0;url=//zlo.rs">а', "а"),
    Sample("a foreign sheet", '<link rel="stylesheet" href="//zlo.rs/x.css">а', "а"),
    Sample("a style that leaves its box", '<p style="position:fixed;inset:0">а</p>', "<p>а</p>"),
    Sample("names that shadow the page", '<p id="login" name="forms">а</p>', "<p>а</p>"),
    Sample("ends that close the page around it", "</div></main>а</body></html>б", "аб"),
    Sample("a span too wide", "<table><tr><td colspan=99999 rowspan=-1 scope=x>а</td></tr></table>",
           "<table><tbody><tr><td>а</td></tr></tbody></table>"),
    Sample("a link that opens a window", '<a href="/x" target="_blank" ping="//zlo.rs" rel="opener">а</a>',
           '<a href="/x">а</a>'),
    Sample("text turned round", "<p>а\u202eб\u2066в</p>", "<p>абв</p>"),
    Sample("halves of characters and nothings", "<p>а\ud800б\x00в\x08</p>", "<p>абв</p>"),
    Sample("a template", "<template><img src=x onerror=alert(1)></template>", ""),
    Sample("a text area that ends early", "<textarea></textarea><img src=x onerror=alert(1)></textarea>", ""),
    Sample("a title that ends early", "<title></title><img src=x onerror=alert(1)></title>", ""),
    Sample("no script, but an attribute", '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
           "<p></p>"),
    Sample("a picture set", '<picture><source srcset="//zlo.rs/1 1x"><img src="/a.png" srcset="//zlo.rs/1 2x"></picture>',
           '<img src="/a.png">'),
    Sample("a film", '<video src="//zlo.rs/v" onerror=alert(1) autoplay></video>', ""),
)  # fmt: skip
