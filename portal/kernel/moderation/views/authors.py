"""Everything from one author, and the rules for single authors: made, ended, and an appeal against one decided."""

from datetime import timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.kernel.access import allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import me_in
from portal.kernel.clock import local_date, now
from portal.kernel.db import session, work
from portal.kernel.forms import Press
from portal.kernel.moderation import authors
from portal.kernel.moderation import queries as waiting
from portal.kernel.moderation.forms import AuthorForm
from portal.kernel.moderation.models import AuthorMode, AuthorRule, Item
from portal.kernel.moderation.views.blueprint import pages, queues
from portal.kernel.moderation.words import STATES
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _

USUAL = timedelta(days=30)


@pages.route("/moderacija/<int:item_id>/autor/", methods=["GET", "POST"])
@allow("moderation.decide")
def author(item_id: int) -> Any:
    """What else the author of an item has sent, the newest first, and when their words become public."""
    form = AuthorForm(request.form, data={"until": local_date(now()) + USUAL})
    try:
        if form.is_sent():
            with work() as db:
                _lay_down(db, item_id, form)
            say(_("Saved. The author gets a letter with the reason."))
            return redirect(url_for(".author", item_id=item_id), 303)
    except Refusal as refusal:
        if refusal.status == NotFound.status:
            raise
        form.refuse(refusal)
    return _author_page(item_id, form)


def _lay_down(db: Session, item_id: int, form: AuthorForm) -> None:
    item = db.get(Item, item_id)
    if item is None or item.kind not in queues():
        raise NotFound
    authors.lay_down(
        db, queues()[item.kind], item_id, mode=AuthorMode(form.mode.data), reason=form.why.data or "",
        until=form.until.data, by=me_in(db),
    )  # fmt: skip


def _author_page(item_id: int, form: AuthorForm) -> Any:
    db = session()
    item = db.get(Item, item_id)
    if item is None or item.kind not in queues():
        raise NotFound
    page = render_template(
        "portal/desk/author.html",
        item=item,
        found=waiting.of_author(db, queues(), item),
        states=STATES,
        form=form,
        press=Press(),
        rule=authors.rule_of(db, item.author_key),
        has_rules=queues()[item.kind].tell is not None and bool(item.author_key),
    )
    return page, 422 if request.method == "POST" else 200


@pages.route("/moderacija/autori/")
@allow("moderation.authors")
def author_rules() -> str:
    """The rules for single authors that hold, those with an appeal first."""
    db = session()
    rules = authors.listed(db)
    people = {id: db.get_one(Person, id).name for id in {rule.by_id for rule in rules}}
    return render_template("portal/desk/authors.html", rules=rules, people=people, me=me_in(db), press=Press())


@pages.route("/moderacija/autori/<int:rule_id>/<any(kraj, ostaje):what>/", methods=["POST"])
@allow("moderation.authors")
def settle_author_rule(rule_id: int, what: str) -> Any:
    """End a rule now; where its author appealed that is the decision, as is that it stays."""
    if Press(request.form).is_sent():
        with work() as db:
            rule, me = db.get(AuthorRule, rule_id), me_in(db)
            if rule is None or rule.kind not in queues():
                raise NotFound
            if rule.waits:
                authors.settle(db, queues()[rule.kind], rule, upheld=what == "ostaje", by=me)
            elif what == "ostaje":
                raise Stale
            else:
                authors.end(db, queues()[rule.kind], rule, by=me)
        say(_("Saved. The author gets a letter."))
    return redirect(url_for(".author_rules"), 303)
