"""Numbers about the portal as a whole, and what of the plan is counted at all."""

import yaml

from portal.features.plan import queries
from portal.features.plan.indicators import FIVE, backup_age, options_enabled, usage
from portal.kernel.clock import now
from portal.kernel.operations import milestones
from portal.kernel.paths import STARTER
from portal.kernel.site.preferences import CHOICES

NOT_COUNTED = {"opendata.datasets_machine_readable", "https.certificate_days_left"}
"""Metrics of the plan that the portal cannot compute yet; whoever builds one takes it out of here."""


def test_every_other_metric_of_the_plan_is_measured(db):
    plan = yaml.safe_load((STARTER / "plan.yaml").read_text(encoding="utf-8"))
    named = {each["automatable"]["metric"] for each in plan["activities"] if each.get("automatable")}
    assert len(named) == 23
    assert named - set(queries.readings(db, now(), named)) == NOT_COUNTED


def test_a_backup_and_its_trial_are_as_old_as_they_are(app, db, clock, tmp_path):
    assert str(backup_age(db, now()).told) and backup_age(db, now()).numerator == 0
    for words in (("backup", str(tmp_path / "saved")), ("backup-tested",)):
        done = app.test_cli_runner().invoke(args=["portal", *words])
        assert done.exit_code == 0, done.output
    made = milestones.last(db, milestones.BACKUP)
    clock.moves(days=2, hours=3)
    db.expire_all()
    found = backup_age(db, now())
    assert made is not None and found.numerator == 51 and not found.told and [days for _name, days in found.parts] == [2]


def test_the_options_for_readers_are_those_they_can_choose(db):
    found = options_enabled(db, now())
    offered = {name for name, preference in FIVE.items() if preference in CHOICES}
    assert {name for name, on in found.parts if on} == offered
    assert (found.numerator, found.denominator) == (len(offered), 5)


def test_use_is_the_sum_of_every_way_to_talk(told):
    app, _people = told
    with app.app_context():
        from portal.kernel.db import session

        ways = {option.name: option.used or 0 for option in queries.options(session(), now())}
        found = usage(session(), now())
    assert dict(found.parts) == ways and found.numerator == sum(ways.values()) > 0


def test_the_page_calls_the_parts_by_their_names(nobody):
    assert "Увећање текста" in nobody.opens("/sr/plan/3.1.5/").get_text()
    assert "Акциони план" in nobody.opens("/sr/plan/2.3.4/").select_one(".plan-number").get_text()


def test_a_count_has_no_denominator_to_tell(nobody):
    assert "именилац 0" not in nobody.opens("/sr/plan/2.3.4/").select_one(".plan-number .figure").get_text()
    assert "именилац 5" in nobody.opens("/sr/plan/3.1.5/").select_one(".plan-number .figure").get_text()
