"""first"""

import sqlalchemy as sa
from alembic import op

from portal.kernel.search import schema as search

revision = "0001_first"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=60), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_portal_audit")),
    )
    with op.batch_alter_table("portal_audit", schema=None) as batch_op:
        batch_op.create_index("ix_portal_audit_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "portal_calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_portal_calendar_day")),
    )
    op.create_table(
        "portal_comment_figure",
        sa.Column("thread_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_portal_comment_figure")),
    )
    op.create_table(
        "portal_comment_thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_comment_thread")),
    )
    with op.batch_alter_table("portal_comment_thread", schema=None) as batch_op:
        batch_op.create_index("ix_portal_comment_thread_subject", ["kind", "subject_id"], unique=True)

    op.create_table(
        "portal_counter",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_portal_counter")),
    )
    op.create_table(
        "portal_debate_figure",
        sa.Column("debate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("debate_id", "what", "line", name=op.f("pk_portal_debate_figure")),
    )
    op.create_table(
        "portal_fact",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_portal_fact")),
    )
    op.create_table(
        "portal_generation",
        sa.Column("tag", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_portal_generation")),
    )
    op.create_table(
        "portal_heartbeat",
        sa.Column("worker", sa.String(length=100), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_portal_heartbeat")),
    )
    op.create_table(
        "portal_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_job")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_job_key")),
    )
    with op.batch_alter_table("portal_job", schema=None) as batch_op:
        batch_op.create_index(
            "ix_portal_job_due",
            ["run_at", "id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "portal_milestone",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_portal_milestone")),
    )
    op.create_table(
        "portal_moderation_domain",
        sa.Column("name", sa.String(length=253), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_portal_moderation_domain")),
    )
    op.create_table(
        "portal_moderation_figure",
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "kind", "what", "value", name=op.f("pk_portal_moderation_figure")),
    )
    op.create_table(
        "portal_moderation_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("text_sr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("needs_note", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_moderation_reason")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_moderation_reason_key")),
    )
    op.create_table(
        "portal_moderation_reporter",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("upheld", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_portal_moderation_reporter")),
    )
    op.create_table(
        "portal_moderation_sketch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("author_key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("family", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_moderation_sketch")),
    )
    with op.batch_alter_table("portal_moderation_sketch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_moderation_sketch_at"), ["at"], unique=False)
        batch_op.create_index("ix_portal_moderation_sketch_family", ["family", "at"], unique=False)
        batch_op.create_index("ix_portal_moderation_sketch_subject", ["kind", "subject_id"], unique=False)

    op.create_table(
        "portal_moment",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_portal_moment")),
    )
    op.create_table(
        "portal_news_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_news_category")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_news_category_key")),
    )
    op.create_table(
        "portal_news_figure",
        sa.Column("category_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("category_id", "year", name=op.f("pk_portal_news_figure")),
    )
    op.create_table(
        "portal_office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("about_sr", sa.Text(), nullable=False),
        sa.Column("about_en", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("closed_reason_sr", sa.Text(), nullable=False),
        sa.Column("closed_reason_en", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_office")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_office_key")),
    )
    op.create_table(
        "portal_once",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_portal_once")),
    )
    op.create_table(
        "portal_organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("pib", sa.String(length=9), nullable=False),
        sa.Column("registration_number", sa.String(length=8), nullable=False),
        sa.Column("settlement", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_because", sa.String(length=32), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=False),
        sa.Column("found_by", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_organisation")),
    )
    with op.batch_alter_table("portal_organisation", schema=None) as batch_op:
        batch_op.create_index(
            "uq_portal_organisation_pib",
            ["pib"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "uq_portal_organisation_registration_number",
            ["registration_number"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "portal_pages_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shelf", sa.String(length=32), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("text_sr", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=2048), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("is_banner", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_pages_entry")),
    )
    with op.batch_alter_table("portal_pages_entry", schema=None) as batch_op:
        batch_op.create_index("ix_portal_pages_entry_shelf_place", ["shelf", "place"], unique=False)

    op.create_table(
        "portal_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("version_key", sa.String(length=3), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_salt", sa.String(length=32), nullable=False),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("found_by", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_person")),
        sa.UniqueConstraint("email", name=op.f("uq_portal_person_email")),
    )
    op.create_table(
        "portal_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("title_sr", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("adopted_by_sr", sa.Text(), nullable=False),
        sa.Column("adopted_by_en", sa.Text(), nullable=False),
        sa.Column("legal_basis_sr", sa.Text(), nullable=False),
        sa.Column("published_in_sr", sa.Text(), nullable=False),
        sa.Column("notes_sr", sa.JSON(), nullable=False),
        sa.Column("notes_en", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_plan")),
        sa.UniqueConstraint("reference", name=op.f("uq_portal_plan_reference")),
    )
    op.create_table(
        "portal_plan_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=100), nullable=False),
        sa.Column("definition", sa.Integer(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_plan_value")),
    )
    with op.batch_alter_table("portal_plan_value", schema=None) as batch_op:
        batch_op.create_index(
            "ix_portal_plan_value_metric_period_definition", ["metric", "period", "definition"], unique=True
        )

    op.create_table(
        "portal_problem_api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("beginning", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_problem_api_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_portal_problem_api_key_key_hash")),
    )
    op.create_table(
        "portal_problem_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("hint_sr", sa.String(length=300), nullable=False),
        sa.Column("hint_en", sa.String(length=300), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("closed_sr", sa.Text(), nullable=False),
        sa.Column("closed_en", sa.Text(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_problem_category")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_problem_category_key")),
    )
    op.create_table(
        "portal_problem_cell",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facet", sa.String(length=40), nullable=False),
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lat", sa.BigInteger(), nullable=False),
        sa.Column("lon", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("level", "facet", "cell", name=op.f("pk_portal_problem_cell")),
    )
    op.create_table(
        "portal_problem_competence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("what_sr", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("what_en", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_problem_competence")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_problem_competence_key")),
    )
    op.create_table(
        "portal_problem_figure",
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what", "value", name=op.f("pk_portal_problem_figure")),
    )
    op.create_table(
        "portal_problem_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_problem_month")),
        sa.UniqueConstraint("number", name=op.f("uq_portal_problem_month_number")),
    )
    with op.batch_alter_table("portal_problem_month", schema=None) as batch_op:
        batch_op.create_index("ix_portal_problem_month_month", ["year", "month"], unique=True)

    op.create_table(
        "portal_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_promise")),
    )
    with op.batch_alter_table("portal_promise", schema=None) as batch_op:
        batch_op.create_index("ix_portal_promise_name_version", ["name", "version"], unique=True)

    op.create_table(
        "portal_question_figure",
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("term_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "what", "term_id", "value", name=op.f("pk_portal_question_figure")),
    )
    op.create_table(
        "portal_search_document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url_endpoint", sa.String(length=100), nullable=False),
        sa.Column("url_values", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("title_stems", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_search_document")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_portal_search_document_kind_subject_id")),
    )
    with op.batch_alter_table("portal_search_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_search_document_kind_id"), ["kind", "id"], unique=False)

    op.create_table(
        "portal_settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("sort_cyrillic", sa.String(length=400), nullable=False),
        sa.Column("sort_latin", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_settlement")),
        sa.UniqueConstraint("name_sr", name=op.f("uq_portal_settlement_name_sr")),
    )
    op.create_table(
        "portal_survey_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=50), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title_sr", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_survey_series")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_survey_series_key")),
    )
    op.create_table(
        "portal_throttle",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window", name=op.f("pk_portal_throttle")),
    )
    op.create_table(
        "portal_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_unit")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_unit_key")),
    )
    op.create_table(
        "portal_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title_sr", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("desk", sa.BigInteger(), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("summary_sr", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("text_sr", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("applicants", sa.String(length=32), nullable=False),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("envelopes", sa.Integer(), nullable=False),
        sa.Column("external_address", sa.String(length=1000), nullable=False),
        sa.Column("file_kinds", sa.JSON(), nullable=False),
        sa.Column("largest_mb", sa.Integer(), nullable=False),
        sa.Column("ask_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opening_place_sr", sa.String(length=300), nullable=False),
        sa.Column("opening_place_en", sa.String(length=300), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shelf", sa.BigInteger(), nullable=True),
        sa.Column("promise_id", sa.Integer(), nullable=True),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("insight_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objections_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["portal_person.id"], name=op.f("fk_portal_call_made_by_id")),
        sa.ForeignKeyConstraint(["promise_id"], ["portal_promise.id"], name=op.f("fk_portal_call_promise_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["portal_unit.id"], name=op.f("fk_portal_call_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call")),
    )
    with op.batch_alter_table("portal_call", schema=None) as batch_op:
        batch_op.create_index(
            "ix_portal_call_closes",
            ["closes_at"],
            unique=False,
            sqlite_where=sa.text("stage <> 'preparing'"),
            postgresql_where=sa.text("stage <> 'preparing'"),
        )
        batch_op.create_index("ix_portal_call_desk", ["desk", "id"], unique=False)
        batch_op.create_index("ix_portal_call_number", ["year", "number"], unique=True)
        batch_op.create_index(
            "ix_portal_call_shelf",
            ["shelf", "id"],
            unique=False,
            sqlite_where=sa.text("stage <> 'preparing'"),
            postgresql_where=sa.text("stage <> 'preparing'"),
        )

    op.create_table(
        "portal_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("author_email", sa.String(length=254), nullable=False),
        sa.Column("author_key", sa.String(length=64), nullable=False),
        sa.Column("shown_name", sa.String(length=200), nullable=False),
        sa.Column("version_key", sa.String(length=3), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("reply_to_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("voice_sr", sa.String(length=200), nullable=False),
        sa.Column("voice_en", sa.String(length=200), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_revision", sa.Integer(), nullable=False),
        sa.Column("mend_asked", sa.Boolean(), nullable=False),
        sa.Column("wants_replies", sa.Boolean(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_sr", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_comment_person_id")),
        sa.ForeignKeyConstraint(["reply_to_id"], ["portal_comment.id"], name=op.f("fk_portal_comment_reply_to_id")),
        sa.ForeignKeyConstraint(["root_id"], ["portal_comment.id"], name=op.f("fk_portal_comment_root_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["portal_comment_thread.id"], name=op.f("fk_portal_comment_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_comment")),
    )
    with op.batch_alter_table("portal_comment", schema=None) as batch_op:
        batch_op.create_index("ix_portal_comment_author", ["author_key", "written_at"], unique=False)
        batch_op.create_index(
            "ix_portal_comment_order",
            ["thread_id", "root_id", "id"],
            unique=False,
            sqlite_where=sa.text("published_at IS NOT NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL"),
        )
        batch_op.create_index("ix_portal_comment_person", ["person_id", "id"], unique=False)
        batch_op.create_index("ix_portal_comment_published", ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_comment_reply_to_id"), ["reply_to_id"], unique=False)
        batch_op.create_index(
            "ix_portal_comment_settled",
            ["settled_at"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NOT NULL AND forgotten_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NOT NULL AND forgotten_at IS NULL"),
        )

    op.create_table(
        "portal_debate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title_sr", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("desk", sa.BigInteger(), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("summary_sr", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("rationale_sr", sa.Text(), nullable=False),
        sa.Column("rationale_en", sa.Text(), nullable=False),
        sa.Column("programme_sr", sa.Text(), nullable=False),
        sa.Column("programme_en", sa.Text(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shelf", sa.BigInteger(), nullable=True),
        sa.Column("promise_id", sa.Integer(), nullable=True),
        sa.Column("minimum_days", sa.Integer(), nullable=True),
        sa.Column("report_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_title", sa.String(length=300), nullable=False),
        sa.Column("adopted_address", sa.String(length=1000), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["portal_person.id"], name=op.f("fk_portal_debate_made_by_id")),
        sa.ForeignKeyConstraint(["promise_id"], ["portal_promise.id"], name=op.f("fk_portal_debate_promise_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["portal_unit.id"], name=op.f("fk_portal_debate_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_debate")),
    )
    with op.batch_alter_table("portal_debate", schema=None) as batch_op:
        batch_op.create_index(
            "ix_portal_debate_closes",
            ["closes_at"],
            unique=False,
            sqlite_where=sa.text("stage <> 'preparing'"),
            postgresql_where=sa.text("stage <> 'preparing'"),
        )
        batch_op.create_index("ix_portal_debate_desk", ["desk", "id"], unique=False)
        batch_op.create_index("ix_portal_debate_number", ["year", "number"], unique=True)
        batch_op.create_index(
            "ix_portal_debate_shelf",
            ["shelf", "id"],
            unique=False,
            sqlite_where=sa.text("stage <> 'preparing'"),
            postgresql_where=sa.text("stage <> 'preparing'"),
        )

    op.create_table(
        "portal_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about_kind", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_file_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_file")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_file", schema=None) as batch_op:
        batch_op.create_index("ix_portal_file_about", ["about_kind", "about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_file_digest"), ["digest"], unique=False)

    op.create_table(
        "portal_follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("version_key", sa.String(length=3), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("via_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_follow_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_follow")),
        sa.UniqueConstraint("token", name=op.f("uq_portal_follow_token")),
    )
    with op.batch_alter_table("portal_follow", schema=None) as batch_op:
        batch_op.create_index("ix_portal_follow_email", ["email"], unique=False)
        batch_op.create_index("ix_portal_follow_thing_email", ["kind", "subject_id", "email"], unique=True)

    op.create_table(
        "portal_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["portal_person.id"], name=op.f("fk_portal_grant_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_grant")),
    )
    with op.batch_alter_table("portal_grant", schema=None) as batch_op:
        batch_op.create_index("ix_portal_grant_person_role_scope", ["person_id", "role", "scope"], unique=True)

    op.create_table(
        "portal_moderation_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_key", sa.String(length=64), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("alike", sa.Integer(), nullable=True),
        sa.Column("on_report", sa.Boolean(), nullable=False),
        sa.Column("was_public", sa.Boolean(), nullable=False),
        sa.Column("appeal_text", sa.Text(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["portal_person.id"], name=op.f("fk_portal_moderation_item_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_moderation_item")),
    )
    with op.batch_alter_table("portal_moderation_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_portal_moderation_item_alike",
            ["alike", "rank", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('pending', 'appealed')"),
            postgresql_where=sa.text("state IN ('pending', 'appealed')"),
        )
        batch_op.create_index("ix_portal_moderation_item_author", ["author_key", "state"], unique=False)
        batch_op.create_index(
            "ix_portal_moderation_item_open",
            ["rank", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('pending', 'appealed')"),
            postgresql_where=sa.text("state IN ('pending', 'appealed')"),
        )
        batch_op.create_index(
            "ix_portal_moderation_item_open_kind",
            ["kind", "rank", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('pending', 'appealed')"),
            postgresql_where=sa.text("state IN ('pending', 'appealed')"),
        )
        batch_op.create_index("ix_portal_moderation_item_subject", ["kind", "subject_id"], unique=False)

    op.create_table(
        "portal_moderation_trace",
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sketch_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["sketch_id"],
            ["portal_moderation_sketch.id"],
            name=op.f("fk_portal_moderation_trace_sketch_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("value", "sketch_id", name=op.f("pk_portal_moderation_trace")),
    )
    with op.batch_alter_table("portal_moderation_trace", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_moderation_trace_sketch_id"), ["sketch_id"], unique=False)

    op.create_table(
        "portal_moderation_watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("per_hour", sa.Integer(), nullable=False),
        sa.Column("network_per_hour", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_moderation_watch_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_moderation_watch")),
    )
    op.create_table(
        "portal_news_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_sr", sa.String(length=200), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("desk", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("lead_sr", sa.String(length=500), nullable=False),
        sa.Column("written_sr", sa.Text(), nullable=False),
        sa.Column("body_sr", sa.Text(), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("lead_en", sa.String(length=500), nullable=False),
        sa.Column("written_en", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("shelf", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pinned_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_sr", sa.String(length=500), nullable=False),
        sa.Column("reason_en", sa.String(length=500), nullable=False),
        sa.Column("origin_url", sa.String(length=2000), nullable=False),
        sa.Column("origin_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_news_item_by_id")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["portal_news_category.id"], name=op.f("fk_portal_news_item_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_news_item")),
    )
    with op.batch_alter_table("portal_news_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_news_item_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "ix_portal_news_item_category_shelf",
            ["category_id", "shelf", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'released'"),
            postgresql_where=sa.text("state = 'released'"),
        )
        batch_op.create_index("ix_portal_news_item_desk", ["desk", "id"], unique=False)
        batch_op.create_index(
            "ix_portal_news_item_expires",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("state = 'released'"),
            postgresql_where=sa.text("state = 'released'"),
        )
        batch_op.create_index(
            "ix_portal_news_item_pinned",
            ["pinned_until"],
            unique=False,
            sqlite_where=sa.text("state = 'released'"),
            postgresql_where=sa.text("state = 'released'"),
        )
        batch_op.create_index(
            "ix_portal_news_item_shelf",
            ["shelf", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'released'"),
            postgresql_where=sa.text("state = 'released'"),
        )
        batch_op.create_index("ix_portal_news_item_state_desk", ["state", "desk", "id"], unique=False)

    op.create_table(
        "portal_news_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("publishes", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last", sa.String(length=32), nullable=False),
        sa.Column("last_new", sa.Integer(), nullable=False),
        sa.Column("last_changed", sa.Integer(), nullable=False),
        sa.Column("last_left", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String(length=300), nullable=False),
        sa.Column("modified", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["portal_news_category.id"], name=op.f("fk_portal_news_source_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_news_source")),
    )
    op.create_table(
        "portal_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("version_key", sa.String(length=3), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about_kind", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=160), nullable=True),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_notice_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_portal_notice_message_id")),
    )
    with op.batch_alter_table("portal_notice", schema=None) as batch_op:
        batch_op.create_index("ix_portal_notice_about", ["about_kind", "about_id"], unique=False)
        batch_op.create_index(
            "ix_portal_notice_batch",
            ["batch"],
            unique=False,
            sqlite_where=sa.text("batch <> ''"),
            postgresql_where=sa.text("batch <> ''"),
        )
        batch_op.create_index(
            "ix_portal_notice_due",
            ["next_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(batch_op.f("ix_portal_notice_person_id"), ["person_id"], unique=False)

    op.create_table(
        "portal_organisation_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_organisation_invitation_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["portal_organisation.id"],
            name=op.f("fk_portal_organisation_invitation_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_organisation_invitation")),
    )
    with op.batch_alter_table("portal_organisation_invitation", schema=None) as batch_op:
        batch_op.create_index("ix_portal_organisation_invitation_email", ["email"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_portal_organisation_invitation_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "portal_organisation_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.Column("mandate_until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["portal_organisation.id"],
            name=op.f("fk_portal_organisation_membership_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["portal_person.id"], name=op.f("fk_portal_organisation_membership_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_organisation_membership")),
    )
    with op.batch_alter_table("portal_organisation_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_organisation_membership_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_portal_organisation_membership_lasting",
            ["organisation_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "portal_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about_kind", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("small", sa.String(length=64), nullable=False),
        sa.Column("large", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_photo_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_photo")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_photo", schema=None) as batch_op:
        batch_op.create_index("ix_portal_photo_about", ["about_kind", "about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_photo_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_photo_large"), ["large"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_photo_small"), ["small"], unique=False)

    op.create_table(
        "portal_plan_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("name_sr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("notes_sr", sa.JSON(), nullable=False),
        sa.Column("notes_en", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["portal_plan.id"], name=op.f("fk_portal_plan_area_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_plan_area")),
    )
    with op.batch_alter_table("portal_plan_area", schema=None) as batch_op:
        batch_op.create_index("ix_portal_plan_area_plan_id_key", ["plan_id", "key"], unique=True)

    op.create_table(
        "portal_problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=True),
        sa.Column("place_text", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shelf", sa.BigInteger(), nullable=False),
        sa.Column("version_key", sa.String(length=3), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("spot", sa.BigInteger(), nullable=True),
        sa.Column("accuracy", sa.Integer(), nullable=True),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("reporter_name", sa.String(length=200), nullable=False),
        sa.Column("reporter_email", sa.String(length=254), nullable=False),
        sa.Column("reporter_phone", sa.String(length=60), nullable=False),
        sa.Column("reporter_key", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("competence_id", sa.Integer(), nullable=True),
        sa.Column("joined_to_id", sa.Integer(), nullable=True),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("public_place", sa.String(length=300), nullable=False),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("same_count", sa.Integer(), nullable=False),
        sa.Column("rounds_count", sa.Integer(), nullable=False),
        sa.Column("asked_whether_true_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_true", sa.Boolean(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["portal_problem_category.id"], name=op.f("fk_portal_problem_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["competence_id"], ["portal_problem_competence.id"], name=op.f("fk_portal_problem_competence_id")
        ),
        sa.ForeignKeyConstraint(["entered_by_id"], ["portal_person.id"], name=op.f("fk_portal_problem_entered_by_id")),
        sa.ForeignKeyConstraint(["joined_to_id"], ["portal_problem.id"], name=op.f("fk_portal_problem_joined_to_id")),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_problem_person_id")),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["portal_settlement.id"], name=op.f("fk_portal_problem_settlement_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["portal_unit.id"], name=op.f("fk_portal_problem_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_problem")),
    )
    with op.batch_alter_table("portal_problem", schema=None) as batch_op:
        batch_op.create_index(
            "ix_portal_problem_category_shelf",
            ["category_id", "shelf", "id"],
            unique=False,
            sqlite_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
        )
        batch_op.create_index(
            "ix_portal_problem_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('received', 'routed', 'in_progress', 'answered')"),
            postgresql_where=sa.text("state IN ('received', 'routed', 'in_progress', 'answered')"),
        )
        batch_op.create_index(
            "ix_portal_problem_joined",
            ["joined_to_id"],
            unique=False,
            sqlite_where=sa.text("joined_to_id IS NOT NULL"),
            postgresql_where=sa.text("joined_to_id IS NOT NULL"),
        )
        batch_op.create_index("ix_portal_problem_near", ["settlement_id", "category_id", "submitted_at"], unique=False)
        batch_op.create_index("ix_portal_problem_number", ["year", "number"], unique=True)
        batch_op.create_index(batch_op.f("ix_portal_problem_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_portal_problem_reporter", ["reporter_key"], unique=False)
        batch_op.create_index(
            "ix_portal_problem_settlement_shelf",
            ["settlement_id", "shelf", "id"],
            unique=False,
            sqlite_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
        )
        batch_op.create_index(
            "ix_portal_problem_shelf",
            ["shelf", "id"],
            unique=False,
            sqlite_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
        )
        batch_op.create_index(
            "ix_portal_problem_spot",
            ["spot"],
            unique=False,
            sqlite_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
        )
        batch_op.create_index(
            "ix_portal_problem_state_shelf",
            ["state", "shelf", "id"],
            unique=False,
            sqlite_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
        )
        batch_op.create_index("ix_portal_problem_submitted", ["submitted_at"], unique=False)
        batch_op.create_index(
            "ix_portal_problem_unit",
            ["unit_id", "due_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('received', 'routed', 'in_progress', 'answered')"),
            postgresql_where=sa.text("state IN ('received', 'routed', 'in_progress', 'answered')"),
        )
        batch_op.create_index("ix_portal_problem_updated", ["updated_at"], unique=False)

    op.create_table(
        "portal_problem_canned",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("text_sr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["portal_problem_category.id"], name=op.f("fk_portal_problem_canned_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_problem_canned")),
    )
    op.create_table(
        "portal_problem_route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("settlement_id", sa.Integer(), nullable=True),
        sa.Column("when", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["portal_problem_category.id"], name=op.f("fk_portal_problem_route_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["portal_settlement.id"], name=op.f("fk_portal_problem_route_settlement_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["portal_unit.id"], name=op.f("fk_portal_problem_route_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_problem_route")),
    )
    op.create_table(
        "portal_recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["portal_person.id"], name=op.f("fk_portal_recovery_code_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_recovery_code")),
    )
    with op.batch_alter_table("portal_recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_recovery_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "portal_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["portal_person.id"], name=op.f("fk_portal_sign_in_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_portal_sign_in_token_hash")),
    )
    with op.batch_alter_table("portal_sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_sign_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "portal_survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("title_sr", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("intro_sr", sa.Text(), nullable=False),
        sa.Column("intro_en", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("shelf", sa.BigInteger(), nullable=True),
        sa.Column("desk", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["portal_person.id"], name=op.f("fk_portal_survey_made_by_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_previous_id")),
        sa.ForeignKeyConstraint(["series_id"], ["portal_survey_series.id"], name=op.f("fk_portal_survey_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_survey")),
    )
    with op.batch_alter_table("portal_survey", schema=None) as batch_op:
        batch_op.create_index("ix_portal_survey_desk", ["desk", "id"], unique=False)
        batch_op.create_index("ix_portal_survey_series_id", ["series_id", "id"], unique=False)
        batch_op.create_index(
            "ix_portal_survey_shelf",
            ["shelf", "id"],
            unique=False,
            sqlite_where=sa.text("stage in ('open', 'closing', 'closed')"),
            postgresql_where=sa.text("stage in ('open', 'closing', 'closed')"),
        )

    op.create_table(
        "portal_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("holder_sr", sa.String(length=200), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("holder_en", sa.String(length=200), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("absent_from", sa.Date(), nullable=True),
        sa.Column("absent_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["portal_person.id"], name=op.f("fk_portal_term_deputy_id")),
        sa.ForeignKeyConstraint(["office_id"], ["portal_office.id"], name=op.f("fk_portal_term_office_id")),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_term_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_term")),
    )
    with op.batch_alter_table("portal_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_term_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_term_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_term_person_id"), ["person_id"], unique=False)

    op.create_table(
        "portal_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["portal_person.id"], name=op.f("fk_portal_ticket_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_ticket")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_portal_ticket_token_hash")),
    )
    op.create_table(
        "portal_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name_sr", sa.String(length=200), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["portal_office.id"], name=op.f("fk_portal_topic_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_topic")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_topic_key")),
    )
    op.create_table(
        "portal_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("recipient", sa.String(length=100), nullable=False),
        sa.Column("kinds", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("sealed_size", sa.BigInteger(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["portal_person.id"], name=op.f("fk_portal_upload_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_upload")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_upload_key")),
    )
    with op.batch_alter_table("portal_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_upload_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_upload_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_portal_upload_subject", ["purpose", "subject"], unique=False)

    op.create_table(
        "portal_application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("lot", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=30), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("current_id", sa.Integer(), nullable=True),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("rehearsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_application_call_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["portal_person.id"], name=op.f("fk_portal_application_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_application")),
    )
    with op.batch_alter_table("portal_application", schema=None) as batch_op:
        batch_op.create_index("ix_portal_application_once", ["call_id", "lot", "party"], unique=True)
        batch_op.create_index(batch_op.f("ix_portal_application_party"), ["party"], unique=False)

    op.create_table(
        "portal_call_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("said_sr", sa.Text(), nullable=False),
        sa.Column("said_en", sa.Text(), nullable=False),
        sa.Column("asks_again", sa.Boolean(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_call_change_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_change_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_change")),
    )
    with op.batch_alter_table("portal_call_change", schema=None) as batch_op:
        batch_op.create_index("ix_portal_call_change_number", ["call_id", "number"], unique=True)

    op.create_table(
        "portal_call_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title_sr", sa.String(length=300), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_criterion_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_criterion")),
    )
    with op.batch_alter_table("portal_call_criterion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_call_criterion_call_id"), ["call_id"], unique=False)

    op.create_table(
        "portal_call_destruction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("applications", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("roots", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_call_destruction_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_destruction_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_destruction")),
        sa.UniqueConstraint("call_id", name=op.f("uq_portal_call_destruction_call_id")),
    )
    op.create_table(
        "portal_call_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title_sr", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("access", sa.String(length=32), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_document_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_document")),
    )
    with op.batch_alter_table("portal_call_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_call_document_call_id"), ["call_id"], unique=False)

    op.create_table(
        "portal_call_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_interest_call_id")),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_call_interest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_interest")),
    )
    with op.batch_alter_table("portal_call_interest", schema=None) as batch_op:
        batch_op.create_index("ix_portal_call_interest_once", ["call_id", "party"], unique=True)

    op.create_table(
        "portal_call_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("envelope", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=100), nullable=False),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("secret", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_key_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_key")),
    )
    with op.batch_alter_table("portal_call_key", schema=None) as batch_op:
        batch_op.create_index("ix_portal_call_key_envelope", ["call_id", "envelope", "generation"], unique=True)

    op.create_table(
        "portal_call_lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title_sr", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_lot_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_lot")),
    )
    with op.batch_alter_table("portal_call_lot", schema=None) as batch_op:
        batch_op.create_index("ix_portal_call_lot_number", ["call_id", "number"], unique=True)

    op.create_table(
        "portal_call_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=100), nullable=False),
        sa.Column("made_key_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_member_call_id")),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_call_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_member")),
    )
    with op.batch_alter_table("portal_call_member", schema=None) as batch_op:
        batch_op.create_index("ix_portal_call_member_number", ["call_id", "number"], unique=True)
        batch_op.create_index(
            "ix_portal_call_member_person",
            ["call_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_portal_call_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "portal_call_ranking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_call_ranking_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_ranking_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_ranking")),
    )
    with op.batch_alter_table("portal_call_ranking", schema=None) as batch_op:
        batch_op.create_index("ix_portal_call_ranking_kind", ["call_id", "kind"], unique=True)

    op.create_table(
        "portal_call_requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title_sr", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("note_sr", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("is_obligatory", sa.Boolean(), nullable=False),
        sa.Column("envelope", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_requirement_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_requirement")),
    )
    with op.batch_alter_table("portal_call_requirement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_call_requirement_call_id"), ["call_id"], unique=False)

    op.create_table(
        "portal_comment_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.String(length=32), nullable=False),
        sa.Column("reporter_key", sa.String(length=64), nullable=False),
        sa.Column("version_key", sa.String(length=3), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["portal_comment.id"], name=op.f("fk_portal_comment_report_comment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_comment_report_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_comment_report")),
    )
    with op.batch_alter_table("portal_comment_report", schema=None) as batch_op:
        batch_op.create_index("ix_portal_comment_report_once", ["comment_id", "revision", "reporter_key"], unique=True)
        batch_op.create_index(batch_op.f("ix_portal_comment_report_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_portal_comment_report_reporter", ["reporter_key", "state"], unique=False)

    op.create_table(
        "portal_comment_revision",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["portal_comment.id"], name=op.f("fk_portal_comment_revision_comment_id")
        ),
        sa.PrimaryKeyConstraint("comment_id", "revision", name=op.f("pk_portal_comment_revision")),
    )
    op.create_table(
        "portal_debate_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("debate_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("source_name", sa.String(length=150), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("asides", sa.JSON(), nullable=False),
        sa.Column("note_sr", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mapped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mapped_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["debate_id"], ["portal_debate.id"], name=op.f("fk_portal_debate_edition_debate_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["portal_person.id"], name=op.f("fk_portal_debate_edition_made_by_id")),
        sa.ForeignKeyConstraint(
            ["mapped_by_id"], ["portal_person.id"], name=op.f("fk_portal_debate_edition_mapped_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_debate_edition")),
    )
    with op.batch_alter_table("portal_debate_edition", schema=None) as batch_op:
        batch_op.create_index("ix_portal_debate_edition_number", ["debate_id", "number"], unique=True)

    op.create_table(
        "portal_debate_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("debate_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason_sr", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_debate_event_by_id")),
        sa.ForeignKeyConstraint(["debate_id"], ["portal_debate.id"], name=op.f("fk_portal_debate_event_debate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_debate_event")),
    )
    with op.batch_alter_table("portal_debate_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_debate_event_debate_id"), ["debate_id"], unique=False)

    op.create_table(
        "portal_debate_hearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("debate_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place_sr", sa.String(length=300), nullable=False),
        sa.Column("place_en", sa.String(length=300), nullable=False),
        sa.Column("note_sr", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["debate_id"], ["portal_debate.id"], name=op.f("fk_portal_debate_hearing_debate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_debate_hearing")),
    )
    with op.batch_alter_table("portal_debate_hearing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_debate_hearing_debate_id"), ["debate_id"], unique=False)

    op.create_table(
        "portal_debate_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("debate_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["portal_person.id"], name=op.f("fk_portal_debate_report_begun_by_id")
        ),
        sa.ForeignKeyConstraint(["debate_id"], ["portal_debate.id"], name=op.f("fk_portal_debate_report_debate_id")),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["portal_person.id"], name=op.f("fk_portal_debate_report_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_debate_report")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_debate_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_debate_report_debate_id"), ["debate_id"], unique=False)

    op.create_table(
        "portal_moderation_author",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_key", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("appeal_text", sa.Text(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_moderation_author_by_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["portal_person.id"], name=op.f("fk_portal_moderation_author_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["portal_moderation_item.id"], name=op.f("fk_portal_moderation_author_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["portal_person.id"], name=op.f("fk_portal_moderation_author_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_moderation_author")),
    )
    with op.batch_alter_table("portal_moderation_author", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_moderation_author_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_portal_moderation_author_key", ["author_key", "until"], unique=False)
        batch_op.create_index("ix_portal_moderation_author_month", ["month"], unique=False)
        batch_op.create_index("ix_portal_moderation_author_until", ["until"], unique=False)

    op.create_table(
        "portal_moderation_concern",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["portal_moderation_item.id"],
            name=op.f("fk_portal_moderation_concern_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "about", name=op.f("pk_portal_moderation_concern")),
    )
    op.create_table(
        "portal_moderation_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_appeal", sa.Boolean(), nullable=False),
        sa.Column("reason_key", sa.String(length=60), nullable=False),
        sa.Column("reason_sr", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("redactions", sa.JSON(), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("undoes", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_moderation_decision_by_id")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["portal_moderation_item.id"], name=op.f("fk_portal_moderation_decision_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["portal_moderation_decision.id"], name=op.f("fk_portal_moderation_decision_undoes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_moderation_decision")),
    )
    with op.batch_alter_table("portal_moderation_decision", schema=None) as batch_op:
        batch_op.create_index("ix_portal_moderation_decision_by", ["by_id", "undo_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_moderation_decision_item_id"), ["item_id"], unique=False)

    op.create_table(
        "portal_moderation_lease",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["portal_moderation_item.id"],
            name=op.f("fk_portal_moderation_lease_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_moderation_lease_person_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_portal_moderation_lease")),
    )
    with op.batch_alter_table("portal_moderation_lease", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_moderation_lease_person_id"), ["person_id"], unique=False)

    op.create_table(
        "portal_news_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("link_key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["portal_news_item.id"], name=op.f("fk_portal_news_entry_item_id")),
        sa.ForeignKeyConstraint(["source_id"], ["portal_news_source.id"], name=op.f("fk_portal_news_entry_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_news_entry")),
    )
    with op.batch_alter_table("portal_news_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_news_entry_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            "ix_portal_news_entry_proposed",
            ["proposed_at"],
            unique=False,
            sqlite_where=sa.text("proposed_at IS NOT NULL"),
            postgresql_where=sa.text("proposed_at IS NOT NULL"),
        )
        batch_op.create_index("ix_portal_news_entry_source_key", ["source_id", "key"], unique=True)
        batch_op.create_index("ix_portal_news_entry_source_link", ["source_id", "link_key"], unique=False)

    op.create_table(
        "portal_news_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("shows_sr", sa.String(length=300), nullable=False),
        sa.Column("shows_en", sa.String(length=300), nullable=False),
        sa.Column("decorative", sa.Boolean(), nullable=False),
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["portal_news_item.id"], name=op.f("fk_portal_news_picture_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_news_picture")),
        sa.UniqueConstraint("photo_id", name=op.f("uq_portal_news_picture_photo_id")),
    )
    with op.batch_alter_table("portal_news_picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_news_picture_item_id"), ["item_id"], unique=False)

    op.create_table(
        "portal_news_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title_sr", sa.String(length=200), nullable=False),
        sa.Column("lead_sr", sa.String(length=500), nullable=False),
        sa.Column("body_sr", sa.Text(), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("lead_en", sa.String(length=500), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_news_revision_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["portal_news_item.id"], name=op.f("fk_portal_news_revision_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_news_revision")),
    )
    with op.batch_alter_table("portal_news_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_news_revision_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_news_revision_item_id"), ["item_id"], unique=False)

    op.create_table(
        "portal_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("envelope", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("halves", sa.JSON(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_by_id", sa.Integer(), nullable=True),
        sa.Column("submissions", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.JSON(), nullable=False),
        sa.Column("minutes_hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["begun_by_id"], ["portal_person.id"], name=op.f("fk_portal_opening_begun_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_opening_call_id")),
        sa.ForeignKeyConstraint(["joined_by_id"], ["portal_person.id"], name=op.f("fk_portal_opening_joined_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_opening")),
    )
    with op.batch_alter_table("portal_opening", schema=None) as batch_op:
        batch_op.create_index("ix_portal_opening_envelope", ["call_id", "envelope"], unique=True)

    op.create_table(
        "portal_opening_given_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("envelope", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["portal_person.id"], name=op.f("fk_portal_opening_given_up_begun_by_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_opening_given_up_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_opening_given_up_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_opening_given_up")),
    )
    with op.batch_alter_table("portal_opening_given_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_opening_given_up_call_id"), ["call_id"], unique=False)

    op.create_table(
        "portal_plan_objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("name_sr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("notes_sr", sa.JSON(), nullable=False),
        sa.Column("notes_en", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["portal_plan_area.id"], name=op.f("fk_portal_plan_objective_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_plan_objective")),
    )
    with op.batch_alter_table("portal_plan_objective", schema=None) as batch_op:
        batch_op.create_index("ix_portal_plan_objective_area_id_key", ["area_id", "key"], unique=True)

    op.create_table(
        "portal_problem_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_problem_event_by_id")),
        sa.ForeignKeyConstraint(["other_id"], ["portal_problem.id"], name=op.f("fk_portal_problem_event_other_id")),
        sa.ForeignKeyConstraint(["problem_id"], ["portal_problem.id"], name=op.f("fk_portal_problem_event_problem_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["portal_unit.id"], name=op.f("fk_portal_problem_event_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_problem_event")),
    )
    with op.batch_alter_table("portal_problem_event", schema=None) as batch_op:
        batch_op.create_index("ix_portal_problem_event_at", ["at", "id"], unique=False)
        batch_op.create_index("ix_portal_problem_event_problem", ["problem_id", "id"], unique=False)
        batch_op.create_index(
            "ix_portal_problem_event_waits",
            ["id"],
            unique=False,
            sqlite_where=sa.text("waits IS 1"),
            postgresql_where=sa.text("waits IS true"),
        )

    op.create_table(
        "portal_problem_news",
        sa.Column("problem_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["problem_id"], ["portal_problem.id"], name=op.f("fk_portal_problem_news_problem_id")),
        sa.PrimaryKeyConstraint("problem_id", name=op.f("pk_portal_problem_news")),
    )
    op.create_table(
        "portal_problem_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_promise_id", sa.Integer(), nullable=False),
        sa.Column("resolve_promise_id", sa.Integer(), nullable=False),
        sa.Column("calendar_version", sa.Integer(), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolve_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_left", sa.Integer(), nullable=True),
        sa.Column("resolve_left", sa.Integer(), nullable=True),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_promise_id"], ["portal_promise.id"], name=op.f("fk_portal_problem_round_answer_promise_id")
        ),
        sa.ForeignKeyConstraint(["problem_id"], ["portal_problem.id"], name=op.f("fk_portal_problem_round_problem_id")),
        sa.ForeignKeyConstraint(
            ["resolve_promise_id"], ["portal_promise.id"], name=op.f("fk_portal_problem_round_resolve_promise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_problem_round")),
    )
    with op.batch_alter_table("portal_problem_round", schema=None) as batch_op:
        batch_op.create_index("ix_portal_problem_round_due", ["answer_due_at"], unique=False)
        batch_op.create_index("ix_portal_problem_round_place", ["problem_id", "place"], unique=True)

    op.create_table(
        "portal_problem_told",
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["problem_id"], ["portal_problem.id"], name=op.f("fk_portal_problem_told_problem_id")),
        sa.PrimaryKeyConstraint("problem_id", "step", "due_at", name=op.f("pk_portal_problem_told")),
    )
    op.create_table(
        "portal_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("asker_name", sa.String(length=200), nullable=False),
        sa.Column("asker_email", sa.String(length=254), nullable=False),
        sa.Column("asker_key", sa.String(length=64), nullable=False),
        sa.Column("shown_as", sa.String(length=32), nullable=False),
        sa.Column("shown_name", sa.String(length=200), nullable=False),
        sa.Column("version_key", sa.String(length=3), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.Column("taken_term_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("settlement_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("answered", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_title", sa.String(length=200), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.Column("shelf", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("moderation_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_days", sa.Integer(), nullable=True),
        sa.Column("moderation_days", sa.Integer(), nullable=True),
        sa.Column("moderation_promise_id", sa.Integer(), nullable=True),
        sa.Column("answer_promise_id", sa.Integer(), nullable=True),
        sa.Column("same_count", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_promise_id"], ["portal_promise.id"], name=op.f("fk_portal_question_answer_promise_id")
        ),
        sa.ForeignKeyConstraint(["entered_by_id"], ["portal_person.id"], name=op.f("fk_portal_question_entered_by_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["portal_question.id"], name=op.f("fk_portal_question_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["moderation_promise_id"], ["portal_promise.id"], name=op.f("fk_portal_question_moderation_promise_id")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["portal_office.id"], name=op.f("fk_portal_question_office_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["portal_question.id"], name=op.f("fk_portal_question_parent_id")),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_question_person_id")),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["portal_settlement.id"], name=op.f("fk_portal_question_settlement_id")
        ),
        sa.ForeignKeyConstraint(["taken_term_id"], ["portal_term.id"], name=op.f("fk_portal_question_taken_term_id")),
        sa.ForeignKeyConstraint(["term_id"], ["portal_term.id"], name=op.f("fk_portal_question_term_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["portal_topic.id"], name=op.f("fk_portal_question_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_question")),
    )
    with op.batch_alter_table("portal_question", schema=None) as batch_op:
        batch_op.create_index(
            "ix_portal_question_answered_shelf",
            ["answered", "shelf", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
        )
        batch_op.create_index("ix_portal_question_asker_key", ["asker_key"], unique=False)
        batch_op.create_index(
            "ix_portal_question_due",
            ["answer_due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL AND first_answered_at IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL AND first_answered_at IS NULL"),
        )
        batch_op.create_index(
            "ix_portal_question_merged",
            ["merged_into_id"],
            unique=False,
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        )
        batch_op.create_index("ix_portal_question_number", ["year", "number"], unique=True)
        batch_op.create_index("ix_portal_question_office_confirmed", ["office_id", "confirmed_at"], unique=False)
        batch_op.create_index(
            "ix_portal_question_office_due",
            ["office_id", "answer_due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL AND first_answered_at IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL AND first_answered_at IS NULL"),
        )
        batch_op.create_index(
            "ix_portal_question_office_shelf",
            ["office_id", "shelf", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_portal_question_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_question_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_portal_question_settled",
            ["settled_at"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NOT NULL AND forgotten_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NOT NULL AND forgotten_at IS NULL"),
        )
        batch_op.create_index(
            "ix_portal_question_settlement_shelf",
            ["settlement_id", "shelf", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
        )
        batch_op.create_index(
            "ix_portal_question_shelf",
            ["shelf", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
        )
        batch_op.create_index(
            "ix_portal_question_topic_shelf",
            ["topic_id", "shelf", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
        )

    op.create_table(
        "portal_survey_ballot",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_ballot_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "hash", name=op.f("pk_portal_survey_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "portal_survey_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("forms", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["portal_person.id"], name=op.f("fk_portal_survey_batch_made_by_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_batch_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_survey_batch")),
    )
    with op.batch_alter_table("portal_survey_batch", schema=None) as batch_op:
        batch_op.create_index("ix_portal_survey_batch_survey_id", ["survey_id", "id"], unique=False)

    op.create_table(
        "portal_survey_day",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_day_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "day", name=op.f("pk_portal_survey_day")),
    )
    op.create_table(
        "portal_survey_draft",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["portal_person.id"], name=op.f("fk_portal_survey_draft_made_by_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_draft_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "step", name=op.f("pk_portal_survey_draft")),
    )
    op.create_table(
        "portal_survey_grant",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_grant_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "mark", name=op.f("pk_portal_survey_grant")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "portal_survey_picked",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("note_sr", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_picked_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "code", "by", name=op.f("pk_portal_survey_picked")),
    )
    op.create_table(
        "portal_survey_pool",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_pool_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "place", name=op.f("pk_portal_survey_pool")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "portal_survey_publication",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text_sr", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("reason_sr", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["portal_person.id"], name=op.f("fk_portal_survey_publication_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_publication_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", "number", name=op.f("pk_portal_survey_publication")),
    )
    op.create_table(
        "portal_survey_questionnaire",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["portal_person.id"], name=op.f("fk_portal_survey_questionnaire_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_questionnaire_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", "number", name=op.f("pk_portal_survey_questionnaire")),
    )
    op.create_table(
        "portal_survey_response",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("packed", sa.Text(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_response_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "id", name=op.f("pk_portal_survey_response")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "portal_survey_tally",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("shard", sa.Integer(), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_tally_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "number", "mode", "shard", name=op.f("pk_portal_survey_tally")),
    )
    op.create_table(
        "portal_survey_text",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=50), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["portal_survey.id"], name=op.f("fk_portal_survey_text_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "id", name=op.f("pk_portal_survey_text")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("portal_survey_text", schema=None) as batch_op:
        batch_op.create_index("ix_portal_survey_text_state", ["survey_id", "code", "state", "id"], unique=False)

    op.create_table(
        "portal_upload_piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["portal_upload.id"], name=op.f("fk_portal_upload_piece_upload_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_upload_piece")),
        sa.UniqueConstraint("upload_id", "offset", name=op.f("uq_portal_upload_piece_upload_id_offset")),
    )
    op.create_table(
        "portal_application_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("is_eligible", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["portal_application.id"], name=op.f("fk_portal_application_check_application_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_application_check_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_application_check")),
        sa.UniqueConstraint("application_id", name=op.f("uq_portal_application_check_application_id")),
    )
    op.create_table(
        "portal_application_enclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["portal_application.id"], name=op.f("fk_portal_application_enclosure_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["portal_call_requirement.id"],
            name=op.f("fk_portal_application_enclosure_requirement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_application_enclosure")),
    )
    with op.batch_alter_table("portal_application_enclosure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_portal_application_enclosure_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "portal_application_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["portal_application.id"], name=op.f("fk_portal_application_score_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["portal_call_criterion.id"], name=op.f("fk_portal_application_score_criterion_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["portal_call_member.id"], name=op.f("fk_portal_application_score_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_application_score")),
    )
    with op.batch_alter_table("portal_application_score", schema=None) as batch_op:
        batch_op.create_index(
            "ix_portal_application_score_once", ["application_id", "criterion_id", "member_id"], unique=True
        )

    op.create_table(
        "portal_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("receipt", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["portal_application.id"], name=op.f("fk_portal_attempt_application_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_attempt_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_attempt_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_attempt")),
        sa.UniqueConstraint("reference", name=op.f("uq_portal_attempt_reference")),
    )
    with op.batch_alter_table("portal_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_attempt_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_attempt_call_id"), ["call_id"], unique=False)

    op.create_table(
        "portal_call_change_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["portal_call_change.id"], name=op.f("fk_portal_call_change_read_change_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_call_change_read_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_change_read")),
    )
    with op.batch_alter_table("portal_call_change_read", schema=None) as batch_op:
        batch_op.create_index("ix_portal_call_change_read_once", ["change_id", "person_id"], unique=True)

    op.create_table(
        "portal_call_document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_sr", sa.Text(), nullable=False),
        sa.Column("changed_en", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"], ["portal_call_change.id"], name=op.f("fk_portal_call_document_version_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["portal_call_document.id"], name=op.f("fk_portal_call_document_version_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_document_version")),
    )
    with op.batch_alter_table("portal_call_document_version", schema=None) as batch_op:
        batch_op.create_index("ix_portal_call_document_version_number", ["document_id", "number"], unique=True)

    op.create_table(
        "portal_call_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["portal_person.id"], name=op.f("fk_portal_call_objection_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["portal_application.id"], name=op.f("fk_portal_call_objection_application_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_call_objection_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_objection_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_objection")),
    )
    with op.batch_alter_table("portal_call_objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_call_objection_call_id"), ["call_id"], unique=False)

    op.create_table(
        "portal_call_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("answer_sr", sa.Text(), nullable=False),
        sa.Column("answer_en", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["portal_person.id"], name=op.f("fk_portal_call_question_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_question_call_id")),
        sa.ForeignKeyConstraint(
            ["change_id"], ["portal_call_change.id"], name=op.f("fk_portal_call_question_change_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_call_question_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_question")),
    )
    with op.batch_alter_table("portal_call_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_call_question_call_id"), ["call_id"], unique=False)

    op.create_table(
        "portal_call_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("barred", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_statement_call_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["portal_call_member.id"], name=op.f("fk_portal_call_statement_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_statement")),
    )
    with op.batch_alter_table("portal_call_statement", schema=None) as batch_op:
        batch_op.create_index("ix_portal_call_statement_once", ["call_id", "member_id"], unique=True)

    op.create_table(
        "portal_debate_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_key", sa.String(length=64), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("heading", sa.String(length=500), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("label_en", sa.String(length=200), nullable=False),
        sa.Column("article", sa.Integer(), nullable=True),
        sa.Column("before_line", sa.Integer(), nullable=True),
        sa.Column("plain_sr", sa.Text(), nullable=False),
        sa.Column("plain_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["portal_debate_edition.id"], name=op.f("fk_portal_debate_passage_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_debate_passage")),
    )
    with op.batch_alter_table("portal_debate_passage", schema=None) as batch_op:
        batch_op.create_index("ix_portal_debate_passage_line", ["edition_id", "line"], unique=True)
        batch_op.create_index("ix_portal_debate_passage_place", ["edition_id", "place"], unique=True)

    op.create_table(
        "portal_debate_report_file",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("version_key", sa.String(length=3), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["portal_debate_report.id"], name=op.f("fk_portal_debate_report_file_report_id")
        ),
        sa.PrimaryKeyConstraint("report_id", "what", "version_key", name=op.f("pk_portal_debate_report_file")),
    )
    with op.batch_alter_table("portal_debate_report_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_debate_report_file_digest"), ["digest"], unique=False)

    op.create_table(
        "portal_debate_report_line",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["portal_debate_report.id"], name=op.f("fk_portal_debate_report_line_report_id")
        ),
        sa.PrimaryKeyConstraint("report_id", "place", name=op.f("pk_portal_debate_report_line")),
    )
    with op.batch_alter_table("portal_debate_report_line", schema=None) as batch_op:
        batch_op.create_index("ix_portal_debate_report_line_article", ["report_id", "article", "place"], unique=False)

    op.create_table(
        "portal_moderation_statement",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("restriction", sa.String(length=32), nullable=False),
        sa.Column("reason_key", sa.String(length=60), nullable=False),
        sa.Column("reason_sr", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("on_report", sa.Boolean(), nullable=False),
        sa.Column("detected", sa.JSON(), nullable=False),
        sa.Column("appeal_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["id"], ["portal_moderation_decision.id"], name=op.f("fk_portal_moderation_statement_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["portal_moderation_item.id"], name=op.f("fk_portal_moderation_statement_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_moderation_statement")),
    )
    with op.batch_alter_table("portal_moderation_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_moderation_statement_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_portal_moderation_statement_month", ["month", "id"], unique=False)

    op.create_table(
        "portal_news_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note_sr", sa.String(length=500), nullable=False),
        sa.Column("note_en", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_news_correction_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["portal_news_item.id"], name=op.f("fk_portal_news_correction_item_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["portal_news_revision.id"], name=op.f("fk_portal_news_correction_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_news_correction")),
    )
    with op.batch_alter_table("portal_news_correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_news_correction_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_news_correction_item_id"), ["item_id"], unique=False)

    op.create_table(
        "portal_plan_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objective_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("name_sr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("notes_sr", sa.JSON(), nullable=False),
        sa.Column("notes_en", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_id"], ["portal_plan_objective.id"], name=op.f("fk_portal_plan_task_objective_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_plan_task")),
    )
    with op.batch_alter_table("portal_plan_task", schema=None) as batch_op:
        batch_op.create_index("ix_portal_plan_task_objective_id_key", ["objective_id", "key"], unique=True)

    op.create_table(
        "portal_question_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("drafted_by_id", sa.Integer(), nullable=True),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("as_deputy", sa.Boolean(), nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["portal_person.id"], name=op.f("fk_portal_question_answer_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["portal_question_answer.id"], name=op.f("fk_portal_question_answer_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["portal_person.id"], name=op.f("fk_portal_question_answer_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["portal_office.id"], name=op.f("fk_portal_question_answer_office_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["portal_question.id"], name=op.f("fk_portal_question_answer_question_id")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["portal_term.id"], name=op.f("fk_portal_question_answer_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_question_answer")),
    )
    with op.batch_alter_table("portal_question_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_question_answer_question_id"), ["question_id"], unique=False)

    op.create_table(
        "portal_question_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_question_draft_by_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["portal_question.id"], name=op.f("fk_portal_question_draft_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_question_draft")),
        sa.UniqueConstraint("question_id", name=op.f("uq_portal_question_draft_question_id")),
    )
    op.create_table(
        "portal_question_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["portal_office.id"], name=op.f("fk_portal_question_event_office_id")),
        sa.ForeignKeyConstraint(["other_id"], ["portal_question.id"], name=op.f("fk_portal_question_event_other_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["portal_question.id"], name=op.f("fk_portal_question_event_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_question_event")),
    )
    with op.batch_alter_table("portal_question_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_question_event_question_id"), ["question_id"], unique=False)

    op.create_table(
        "portal_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("receipt", sa.JSON(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["portal_application.id"], name=op.f("fk_portal_submission_application_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_submission_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_submission_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_submission")),
    )
    with op.batch_alter_table("portal_submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_submission_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_submission_call_id"), ["call_id"], unique=False)
        batch_op.create_index("ix_portal_submission_reference", ["reference"], unique=True)

    op.create_table(
        "portal_survey_entry",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first", sa.JSON(), nullable=False),
        sa.Column("first_by_id", sa.Integer(), nullable=True),
        sa.Column("second", sa.JSON(), nullable=False),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["portal_survey_batch.id"], name=op.f("fk_portal_survey_entry_batch_id")),
        sa.ForeignKeyConstraint(["first_by_id"], ["portal_person.id"], name=op.f("fk_portal_survey_entry_first_by_id")),
        sa.ForeignKeyConstraint(
            ["second_by_id"], ["portal_person.id"], name=op.f("fk_portal_survey_entry_second_by_id")
        ),
        sa.PrimaryKeyConstraint("batch_id", "hash", name=op.f("pk_portal_survey_entry")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "portal_call_collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["portal_call.id"], name=op.f("fk_portal_call_collection_call_id")),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_call_collection_person_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["portal_call_document_version.id"], name=op.f("fk_portal_call_collection_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_call_collection")),
    )
    with op.batch_alter_table("portal_call_collection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_call_collection_call_id"), ["call_id"], unique=False)
        batch_op.create_index("ix_portal_call_collection_once", ["version_id", "person_id", "party"], unique=True)

    op.create_table(
        "portal_debate_proposal",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("chosen_line", sa.Integer(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["portal_debate_edition.id"], name=op.f("fk_portal_debate_proposal_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["portal_debate_passage.id"], name=op.f("fk_portal_debate_proposal_passage_id")
        ),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("pk_portal_debate_proposal")),
    )
    with op.batch_alter_table("portal_debate_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_debate_proposal_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "portal_debate_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("debate_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("author_email", sa.String(length=254), nullable=False),
        sa.Column("author_key", sa.String(length=64), nullable=False),
        sa.Column("shown_as", sa.String(length=32), nullable=False),
        sa.Column("shown_name", sa.String(length=200), nullable=False),
        sa.Column("version_key", sa.String(length=3), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("public_wording", sa.Text(), nullable=False),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("hearing_id", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal_sr", sa.Text(), nullable=False),
        sa.Column("refusal_en", sa.Text(), nullable=False),
        sa.Column("alike", sa.Integer(), nullable=True),
        sa.Column("processor_id", sa.Integer(), nullable=True),
        sa.Column("disposition", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("support_count", sa.Integer(), nullable=False),
        sa.Column("after_report", sa.Boolean(), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["debate_id"], ["portal_debate.id"], name=op.f("fk_portal_debate_remark_debate_id")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["portal_debate_edition.id"], name=op.f("fk_portal_debate_remark_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["portal_person.id"], name=op.f("fk_portal_debate_remark_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["hearing_id"], ["portal_debate_hearing.id"], name=op.f("fk_portal_debate_remark_hearing_id")
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["portal_debate_passage.id"], name=op.f("fk_portal_debate_remark_passage_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["portal_person.id"], name=op.f("fk_portal_debate_remark_person_id")),
        sa.ForeignKeyConstraint(
            ["processor_id"], ["portal_person.id"], name=op.f("fk_portal_debate_remark_processor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_debate_remark")),
    )
    with op.batch_alter_table("portal_debate_remark", schema=None) as batch_op:
        batch_op.create_index(
            "ix_portal_debate_remark_after_report",
            ["debate_id", "number"],
            unique=False,
            sqlite_where=sa.text("after_report"),
            postgresql_where=sa.text("after_report"),
        )
        batch_op.create_index("ix_portal_debate_remark_alike", ["debate_id", "alike"], unique=False)
        batch_op.create_index("ix_portal_debate_remark_author_key", ["author_key"], unique=False)
        batch_op.create_index(
            "ix_portal_debate_remark_disposition",
            ["debate_id", "disposition", "number"],
            unique=False,
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_portal_debate_remark_line",
            ["debate_id", "line", "number"],
            unique=False,
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_portal_debate_remark_number",
            ["debate_id", "number"],
            unique=True,
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_portal_debate_remark_person_id"), ["person_id"], unique=False)

    op.create_table(
        "portal_opened_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fault", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["opening_id"], ["portal_opening.id"], name=op.f("fk_portal_opened_file_opening_id")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["portal_call_requirement.id"], name=op.f("fk_portal_opened_file_requirement_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["portal_submission.id"], name=op.f("fk_portal_opened_file_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_opened_file")),
    )
    with op.batch_alter_table("portal_opened_file", schema=None) as batch_op:
        batch_op.create_index("ix_portal_opened_file_once", ["submission_id", "upload_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_portal_opened_file_opening_id"), ["opening_id"], unique=False)

    op.create_table(
        "portal_plan_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("text_sr", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("deadline_kind", sa.String(length=32), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("deadline_printed", sa.String(length=100), nullable=False),
        sa.Column("responsible_sr", sa.Text(), nullable=False),
        sa.Column("responsible_en", sa.Text(), nullable=False),
        sa.Column("approver_sr", sa.Text(), nullable=False),
        sa.Column("approver_en", sa.Text(), nullable=False),
        sa.Column("budget_sr", sa.Text(), nullable=False),
        sa.Column("budget_en", sa.Text(), nullable=False),
        sa.Column("items_sr", sa.JSON(), nullable=False),
        sa.Column("items_en", sa.JSON(), nullable=False),
        sa.Column("notes_sr", sa.JSON(), nullable=False),
        sa.Column("notes_en", sa.JSON(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["portal_plan.id"], name=op.f("fk_portal_plan_activity_plan_id")),
        sa.ForeignKeyConstraint(["task_id"], ["portal_plan_task.id"], name=op.f("fk_portal_plan_activity_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_plan_activity")),
    )
    with op.batch_alter_table("portal_plan_activity", schema=None) as batch_op:
        batch_op.create_index("ix_portal_plan_activity_plan_id_key", ["plan_id", "key"], unique=True)
        batch_op.create_index(batch_op.f("ix_portal_plan_activity_task_id"), ["task_id"], unique=False)

    op.create_table(
        "portal_debate_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("disposition", sa.String(length=32), nullable=False),
        sa.Column("reason_sr", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("changed_line", sa.Integer(), nullable=True),
        sa.Column("together", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_debate_response_by_id")),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["portal_debate_remark.id"], name=op.f("fk_portal_debate_response_remark_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_debate_response")),
        sa.UniqueConstraint("remark_id", name=op.f("uq_portal_debate_response_remark_id")),
    )
    with op.batch_alter_table("portal_debate_response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_debate_response_together"), ["together"], unique=False)

    op.create_table(
        "portal_debate_said",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("disposition", sa.String(length=32), nullable=False),
        sa.Column("reason_sr", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("changed_line", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_debate_said_by_id")),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["portal_debate_remark.id"], name=op.f("fk_portal_debate_said_remark_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_debate_said")),
    )
    with op.batch_alter_table("portal_debate_said", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_debate_said_remark_id"), ["remark_id"], unique=False)

    op.create_table(
        "portal_debate_support",
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("supporter_key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["portal_debate_remark.id"], name=op.f("fk_portal_debate_support_remark_id")
        ),
        sa.PrimaryKeyConstraint("remark_id", "supporter_key", name=op.f("pk_portal_debate_support")),
    )
    op.create_table(
        "portal_plan_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note_sr", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["portal_plan_activity.id"], name=op.f("fk_portal_plan_evidence_activity_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["portal_person.id"], name=op.f("fk_portal_plan_evidence_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_plan_evidence")),
    )
    with op.batch_alter_table("portal_plan_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_plan_evidence_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "portal_plan_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("text_sr", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("metric", sa.String(length=100), nullable=False),
        sa.Column("definition_sr", sa.Text(), nullable=False),
        sa.Column("definition_en", sa.Text(), nullable=False),
        sa.Column("coverage_sr", sa.Text(), nullable=False),
        sa.Column("coverage_en", sa.Text(), nullable=False),
        sa.Column("target", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["portal_plan_activity.id"], name=op.f("fk_portal_plan_indicator_activity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_plan_indicator")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_portal_plan_indicator_activity_id")),
    )
    search.create(op.get_bind())


def downgrade() -> None:
    search.drop(op.get_bind())
    op.drop_table("portal_plan_indicator")
    with op.batch_alter_table("portal_plan_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_plan_evidence_activity_id"))

    op.drop_table("portal_plan_evidence")
    op.drop_table("portal_debate_support")
    with op.batch_alter_table("portal_debate_said", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_debate_said_remark_id"))

    op.drop_table("portal_debate_said")
    with op.batch_alter_table("portal_debate_response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_debate_response_together"))

    op.drop_table("portal_debate_response")
    with op.batch_alter_table("portal_plan_activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_plan_activity_task_id"))
        batch_op.drop_index("ix_portal_plan_activity_plan_id_key")

    op.drop_table("portal_plan_activity")
    with op.batch_alter_table("portal_opened_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_opened_file_opening_id"))
        batch_op.drop_index("ix_portal_opened_file_once")

    op.drop_table("portal_opened_file")
    with op.batch_alter_table("portal_debate_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_debate_remark_person_id"))
        batch_op.drop_index(
            "ix_portal_debate_remark_number",
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_portal_debate_remark_line",
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_portal_debate_remark_disposition",
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )
        batch_op.drop_index("ix_portal_debate_remark_author_key")
        batch_op.drop_index("ix_portal_debate_remark_alike")
        batch_op.drop_index(
            "ix_portal_debate_remark_after_report",
            sqlite_where=sa.text("after_report"),
            postgresql_where=sa.text("after_report"),
        )

    op.drop_table("portal_debate_remark")
    with op.batch_alter_table("portal_debate_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_debate_proposal_edition_id"))

    op.drop_table("portal_debate_proposal")
    with op.batch_alter_table("portal_call_collection", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_call_collection_once")
        batch_op.drop_index(batch_op.f("ix_portal_call_collection_call_id"))

    op.drop_table("portal_call_collection")
    op.drop_table("portal_survey_entry")
    with op.batch_alter_table("portal_submission", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_submission_reference")
        batch_op.drop_index(batch_op.f("ix_portal_submission_call_id"))
        batch_op.drop_index(batch_op.f("ix_portal_submission_application_id"))

    op.drop_table("portal_submission")
    with op.batch_alter_table("portal_question_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_question_event_question_id"))

    op.drop_table("portal_question_event")
    op.drop_table("portal_question_draft")
    with op.batch_alter_table("portal_question_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_question_answer_question_id"))

    op.drop_table("portal_question_answer")
    with op.batch_alter_table("portal_plan_task", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_plan_task_objective_id_key")

    op.drop_table("portal_plan_task")
    with op.batch_alter_table("portal_news_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_news_correction_item_id"))
        batch_op.drop_index(batch_op.f("ix_portal_news_correction_by_id"))

    op.drop_table("portal_news_correction")
    with op.batch_alter_table("portal_moderation_statement", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_moderation_statement_month")
        batch_op.drop_index(batch_op.f("ix_portal_moderation_statement_item_id"))

    op.drop_table("portal_moderation_statement")
    with op.batch_alter_table("portal_debate_report_line", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_debate_report_line_article")

    op.drop_table("portal_debate_report_line")
    with op.batch_alter_table("portal_debate_report_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_debate_report_file_digest"))

    op.drop_table("portal_debate_report_file")
    with op.batch_alter_table("portal_debate_passage", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_debate_passage_place")
        batch_op.drop_index("ix_portal_debate_passage_line")

    op.drop_table("portal_debate_passage")
    with op.batch_alter_table("portal_call_statement", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_call_statement_once")

    op.drop_table("portal_call_statement")
    with op.batch_alter_table("portal_call_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_call_question_call_id"))

    op.drop_table("portal_call_question")
    with op.batch_alter_table("portal_call_objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_call_objection_call_id"))

    op.drop_table("portal_call_objection")
    with op.batch_alter_table("portal_call_document_version", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_call_document_version_number")

    op.drop_table("portal_call_document_version")
    with op.batch_alter_table("portal_call_change_read", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_call_change_read_once")

    op.drop_table("portal_call_change_read")
    with op.batch_alter_table("portal_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_attempt_call_id"))
        batch_op.drop_index(batch_op.f("ix_portal_attempt_application_id"))

    op.drop_table("portal_attempt")
    with op.batch_alter_table("portal_application_score", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_application_score_once")

    op.drop_table("portal_application_score")
    with op.batch_alter_table("portal_application_enclosure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_application_enclosure_application_id"))

    op.drop_table("portal_application_enclosure")
    op.drop_table("portal_application_check")
    op.drop_table("portal_upload_piece")
    with op.batch_alter_table("portal_survey_text", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_survey_text_state")

    op.drop_table("portal_survey_text")
    op.drop_table("portal_survey_tally")
    op.drop_table("portal_survey_response")
    op.drop_table("portal_survey_questionnaire")
    op.drop_table("portal_survey_publication")
    op.drop_table("portal_survey_pool")
    op.drop_table("portal_survey_picked")
    op.drop_table("portal_survey_grant")
    op.drop_table("portal_survey_draft")
    op.drop_table("portal_survey_day")
    with op.batch_alter_table("portal_survey_batch", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_survey_batch_survey_id")

    op.drop_table("portal_survey_batch")
    op.drop_table("portal_survey_ballot")
    with op.batch_alter_table("portal_question", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_portal_question_topic_shelf",
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_portal_question_shelf",
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_portal_question_settlement_shelf",
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_portal_question_settled",
            sqlite_where=sa.text("settled_at IS NOT NULL AND forgotten_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NOT NULL AND forgotten_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_portal_question_person_id"))
        batch_op.drop_index(batch_op.f("ix_portal_question_parent_id"))
        batch_op.drop_index(
            "ix_portal_question_office_shelf",
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_portal_question_office_due",
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL AND first_answered_at IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL AND first_answered_at IS NULL"),
        )
        batch_op.drop_index("ix_portal_question_office_confirmed")
        batch_op.drop_index("ix_portal_question_number")
        batch_op.drop_index(
            "ix_portal_question_merged",
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_portal_question_due",
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL AND first_answered_at IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL AND first_answered_at IS NULL"),
        )
        batch_op.drop_index("ix_portal_question_asker_key")
        batch_op.drop_index(
            "ix_portal_question_answered_shelf",
            sqlite_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
            postgresql_where=sa.text("state = 'published' AND merged_into_id IS NULL"),
        )

    op.drop_table("portal_question")
    op.drop_table("portal_problem_told")
    with op.batch_alter_table("portal_problem_round", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_problem_round_place")
        batch_op.drop_index("ix_portal_problem_round_due")

    op.drop_table("portal_problem_round")
    op.drop_table("portal_problem_news")
    with op.batch_alter_table("portal_problem_event", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_portal_problem_event_waits",
            sqlite_where=sa.text("waits IS 1"),
            postgresql_where=sa.text("waits IS true"),
        )
        batch_op.drop_index("ix_portal_problem_event_problem")
        batch_op.drop_index("ix_portal_problem_event_at")

    op.drop_table("portal_problem_event")
    with op.batch_alter_table("portal_plan_objective", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_plan_objective_area_id_key")

    op.drop_table("portal_plan_objective")
    with op.batch_alter_table("portal_opening_given_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_opening_given_up_call_id"))

    op.drop_table("portal_opening_given_up")
    with op.batch_alter_table("portal_opening", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_opening_envelope")

    op.drop_table("portal_opening")
    with op.batch_alter_table("portal_news_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_news_revision_item_id"))
        batch_op.drop_index(batch_op.f("ix_portal_news_revision_by_id"))

    op.drop_table("portal_news_revision")
    with op.batch_alter_table("portal_news_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_news_picture_item_id"))

    op.drop_table("portal_news_picture")
    with op.batch_alter_table("portal_news_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_news_entry_source_link")
        batch_op.drop_index("ix_portal_news_entry_source_key")
        batch_op.drop_index(
            "ix_portal_news_entry_proposed",
            sqlite_where=sa.text("proposed_at IS NOT NULL"),
            postgresql_where=sa.text("proposed_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_portal_news_entry_item_id"))

    op.drop_table("portal_news_entry")
    with op.batch_alter_table("portal_moderation_lease", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_moderation_lease_person_id"))

    op.drop_table("portal_moderation_lease")
    with op.batch_alter_table("portal_moderation_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_moderation_decision_item_id"))
        batch_op.drop_index("ix_portal_moderation_decision_by")

    op.drop_table("portal_moderation_decision")
    op.drop_table("portal_moderation_concern")
    with op.batch_alter_table("portal_moderation_author", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_moderation_author_until")
        batch_op.drop_index("ix_portal_moderation_author_month")
        batch_op.drop_index("ix_portal_moderation_author_key")
        batch_op.drop_index(batch_op.f("ix_portal_moderation_author_item_id"))

    op.drop_table("portal_moderation_author")
    with op.batch_alter_table("portal_debate_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_debate_report_debate_id"))

    op.drop_table("portal_debate_report")
    with op.batch_alter_table("portal_debate_hearing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_debate_hearing_debate_id"))

    op.drop_table("portal_debate_hearing")
    with op.batch_alter_table("portal_debate_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_debate_event_debate_id"))

    op.drop_table("portal_debate_event")
    with op.batch_alter_table("portal_debate_edition", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_debate_edition_number")

    op.drop_table("portal_debate_edition")
    op.drop_table("portal_comment_revision")
    with op.batch_alter_table("portal_comment_report", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_comment_report_reporter")
        batch_op.drop_index(batch_op.f("ix_portal_comment_report_person_id"))
        batch_op.drop_index("ix_portal_comment_report_once")

    op.drop_table("portal_comment_report")
    with op.batch_alter_table("portal_call_requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_call_requirement_call_id"))

    op.drop_table("portal_call_requirement")
    with op.batch_alter_table("portal_call_ranking", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_call_ranking_kind")

    op.drop_table("portal_call_ranking")
    with op.batch_alter_table("portal_call_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_call_member_person_id"))
        batch_op.drop_index(
            "ix_portal_call_member_person",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index("ix_portal_call_member_number")

    op.drop_table("portal_call_member")
    with op.batch_alter_table("portal_call_lot", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_call_lot_number")

    op.drop_table("portal_call_lot")
    with op.batch_alter_table("portal_call_key", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_call_key_envelope")

    op.drop_table("portal_call_key")
    with op.batch_alter_table("portal_call_interest", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_call_interest_once")

    op.drop_table("portal_call_interest")
    with op.batch_alter_table("portal_call_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_call_document_call_id"))

    op.drop_table("portal_call_document")
    op.drop_table("portal_call_destruction")
    with op.batch_alter_table("portal_call_criterion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_call_criterion_call_id"))

    op.drop_table("portal_call_criterion")
    with op.batch_alter_table("portal_call_change", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_call_change_number")

    op.drop_table("portal_call_change")
    with op.batch_alter_table("portal_application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_application_party"))
        batch_op.drop_index("ix_portal_application_once")

    op.drop_table("portal_application")
    with op.batch_alter_table("portal_upload", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_upload_subject")
        batch_op.drop_index(batch_op.f("ix_portal_upload_owner_id"))
        batch_op.drop_index(batch_op.f("ix_portal_upload_expires_at"))

    op.drop_table("portal_upload")
    op.drop_table("portal_topic")
    op.drop_table("portal_ticket")
    with op.batch_alter_table("portal_term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_term_person_id"))
        batch_op.drop_index(batch_op.f("ix_portal_term_office_id"))
        batch_op.drop_index(batch_op.f("ix_portal_term_deputy_id"))

    op.drop_table("portal_term")
    with op.batch_alter_table("portal_survey", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_portal_survey_shelf",
            sqlite_where=sa.text("stage in ('open', 'closing', 'closed')"),
            postgresql_where=sa.text("stage in ('open', 'closing', 'closed')"),
        )
        batch_op.drop_index("ix_portal_survey_series_id")
        batch_op.drop_index("ix_portal_survey_desk")

    op.drop_table("portal_survey")
    with op.batch_alter_table("portal_sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_sign_in_person_id"))

    op.drop_table("portal_sign_in")
    with op.batch_alter_table("portal_recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_recovery_code_person_id"))

    op.drop_table("portal_recovery_code")
    op.drop_table("portal_problem_route")
    op.drop_table("portal_problem_canned")
    with op.batch_alter_table("portal_problem", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_problem_updated")
        batch_op.drop_index(
            "ix_portal_problem_unit",
            sqlite_where=sa.text("state IN ('received', 'routed', 'in_progress', 'answered')"),
            postgresql_where=sa.text("state IN ('received', 'routed', 'in_progress', 'answered')"),
        )
        batch_op.drop_index("ix_portal_problem_submitted")
        batch_op.drop_index(
            "ix_portal_problem_state_shelf",
            sqlite_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_portal_problem_spot",
            sqlite_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_portal_problem_shelf",
            sqlite_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_portal_problem_settlement_shelf",
            sqlite_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
        )
        batch_op.drop_index("ix_portal_problem_reporter")
        batch_op.drop_index(batch_op.f("ix_portal_problem_person_id"))
        batch_op.drop_index("ix_portal_problem_number")
        batch_op.drop_index("ix_portal_problem_near")
        batch_op.drop_index(
            "ix_portal_problem_joined",
            sqlite_where=sa.text("joined_to_id IS NOT NULL"),
            postgresql_where=sa.text("joined_to_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_portal_problem_due",
            sqlite_where=sa.text("state IN ('received', 'routed', 'in_progress', 'answered')"),
            postgresql_where=sa.text("state IN ('received', 'routed', 'in_progress', 'answered')"),
        )
        batch_op.drop_index(
            "ix_portal_problem_category_shelf",
            sqlite_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"),
        )

    op.drop_table("portal_problem")
    with op.batch_alter_table("portal_plan_area", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_plan_area_plan_id_key")

    op.drop_table("portal_plan_area")
    with op.batch_alter_table("portal_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_photo_small"))
        batch_op.drop_index(batch_op.f("ix_portal_photo_large"))
        batch_op.drop_index(batch_op.f("ix_portal_photo_digest"))
        batch_op.drop_index("ix_portal_photo_about")

    op.drop_table("portal_photo")
    with op.batch_alter_table("portal_organisation_membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_portal_organisation_membership_lasting",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_portal_organisation_membership_person_id"))

    op.drop_table("portal_organisation_membership")
    with op.batch_alter_table("portal_organisation_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_organisation_invitation_organisation_id"))
        batch_op.drop_index("ix_portal_organisation_invitation_email")

    op.drop_table("portal_organisation_invitation")
    with op.batch_alter_table("portal_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_notice_person_id"))
        batch_op.drop_index(
            "ix_portal_notice_due",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(
            "ix_portal_notice_batch", sqlite_where=sa.text("batch <> ''"), postgresql_where=sa.text("batch <> ''")
        )
        batch_op.drop_index("ix_portal_notice_about")

    op.drop_table("portal_notice")
    op.drop_table("portal_news_source")
    with op.batch_alter_table("portal_news_item", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_news_item_state_desk")
        batch_op.drop_index(
            "ix_portal_news_item_shelf",
            sqlite_where=sa.text("state = 'released'"),
            postgresql_where=sa.text("state = 'released'"),
        )
        batch_op.drop_index(
            "ix_portal_news_item_pinned",
            sqlite_where=sa.text("state = 'released'"),
            postgresql_where=sa.text("state = 'released'"),
        )
        batch_op.drop_index(
            "ix_portal_news_item_expires",
            sqlite_where=sa.text("state = 'released'"),
            postgresql_where=sa.text("state = 'released'"),
        )
        batch_op.drop_index("ix_portal_news_item_desk")
        batch_op.drop_index(
            "ix_portal_news_item_category_shelf",
            sqlite_where=sa.text("state = 'released'"),
            postgresql_where=sa.text("state = 'released'"),
        )
        batch_op.drop_index(batch_op.f("ix_portal_news_item_by_id"))

    op.drop_table("portal_news_item")
    op.drop_table("portal_moderation_watch")
    with op.batch_alter_table("portal_moderation_trace", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_moderation_trace_sketch_id"))

    op.drop_table("portal_moderation_trace")
    with op.batch_alter_table("portal_moderation_item", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_moderation_item_subject")
        batch_op.drop_index(
            "ix_portal_moderation_item_open_kind",
            sqlite_where=sa.text("state IN ('pending', 'appealed')"),
            postgresql_where=sa.text("state IN ('pending', 'appealed')"),
        )
        batch_op.drop_index(
            "ix_portal_moderation_item_open",
            sqlite_where=sa.text("state IN ('pending', 'appealed')"),
            postgresql_where=sa.text("state IN ('pending', 'appealed')"),
        )
        batch_op.drop_index("ix_portal_moderation_item_author")
        batch_op.drop_index(
            "ix_portal_moderation_item_alike",
            sqlite_where=sa.text("state IN ('pending', 'appealed')"),
            postgresql_where=sa.text("state IN ('pending', 'appealed')"),
        )

    op.drop_table("portal_moderation_item")
    with op.batch_alter_table("portal_grant", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_grant_person_role_scope")

    op.drop_table("portal_grant")
    with op.batch_alter_table("portal_follow", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_follow_thing_email")
        batch_op.drop_index("ix_portal_follow_email")

    op.drop_table("portal_follow")
    with op.batch_alter_table("portal_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_file_digest"))
        batch_op.drop_index("ix_portal_file_about")

    op.drop_table("portal_file")
    with op.batch_alter_table("portal_debate", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_portal_debate_shelf",
            sqlite_where=sa.text("stage <> 'preparing'"),
            postgresql_where=sa.text("stage <> 'preparing'"),
        )
        batch_op.drop_index("ix_portal_debate_number")
        batch_op.drop_index("ix_portal_debate_desk")
        batch_op.drop_index(
            "ix_portal_debate_closes",
            sqlite_where=sa.text("stage <> 'preparing'"),
            postgresql_where=sa.text("stage <> 'preparing'"),
        )

    op.drop_table("portal_debate")
    with op.batch_alter_table("portal_comment", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_portal_comment_settled",
            sqlite_where=sa.text("settled_at IS NOT NULL AND forgotten_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NOT NULL AND forgotten_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_portal_comment_reply_to_id"))
        batch_op.drop_index("ix_portal_comment_published")
        batch_op.drop_index("ix_portal_comment_person")
        batch_op.drop_index(
            "ix_portal_comment_order",
            sqlite_where=sa.text("published_at IS NOT NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_portal_comment_author")

    op.drop_table("portal_comment")
    with op.batch_alter_table("portal_call", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_portal_call_shelf",
            sqlite_where=sa.text("stage <> 'preparing'"),
            postgresql_where=sa.text("stage <> 'preparing'"),
        )
        batch_op.drop_index("ix_portal_call_number")
        batch_op.drop_index("ix_portal_call_desk")
        batch_op.drop_index(
            "ix_portal_call_closes",
            sqlite_where=sa.text("stage <> 'preparing'"),
            postgresql_where=sa.text("stage <> 'preparing'"),
        )

    op.drop_table("portal_call")
    op.drop_table("portal_unit")
    op.drop_table("portal_throttle")
    op.drop_table("portal_survey_series")
    op.drop_table("portal_settlement")
    with op.batch_alter_table("portal_search_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_search_document_kind_id"))

    op.drop_table("portal_search_document")
    op.drop_table("portal_question_figure")
    with op.batch_alter_table("portal_promise", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_promise_name_version")

    op.drop_table("portal_promise")
    with op.batch_alter_table("portal_problem_month", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_problem_month_month")

    op.drop_table("portal_problem_month")
    op.drop_table("portal_problem_figure")
    op.drop_table("portal_problem_competence")
    op.drop_table("portal_problem_cell")
    op.drop_table("portal_problem_category")
    op.drop_table("portal_problem_api_key")
    with op.batch_alter_table("portal_plan_value", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_plan_value_metric_period_definition")

    op.drop_table("portal_plan_value")
    op.drop_table("portal_plan")
    op.drop_table("portal_person")
    with op.batch_alter_table("portal_pages_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_pages_entry_shelf_place")

    op.drop_table("portal_pages_entry")
    with op.batch_alter_table("portal_organisation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_portal_organisation_registration_number",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_portal_organisation_pib",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("portal_organisation")
    op.drop_table("portal_once")
    op.drop_table("portal_office")
    op.drop_table("portal_news_figure")
    op.drop_table("portal_news_category")
    op.drop_table("portal_moment")
    with op.batch_alter_table("portal_moderation_sketch", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_moderation_sketch_subject")
        batch_op.drop_index("ix_portal_moderation_sketch_family")
        batch_op.drop_index(batch_op.f("ix_portal_moderation_sketch_at"))

    op.drop_table("portal_moderation_sketch")
    op.drop_table("portal_moderation_reporter")
    op.drop_table("portal_moderation_reason")
    op.drop_table("portal_moderation_figure")
    op.drop_table("portal_moderation_domain")
    op.drop_table("portal_milestone")
    with op.batch_alter_table("portal_job", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_portal_job_due", sqlite_where=sa.text("done_at IS NULL"), postgresql_where=sa.text("done_at IS NULL")
        )

    op.drop_table("portal_job")
    op.drop_table("portal_heartbeat")
    op.drop_table("portal_generation")
    op.drop_table("portal_fact")
    op.drop_table("portal_debate_figure")
    op.drop_table("portal_counter")
    with op.batch_alter_table("portal_comment_thread", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_comment_thread_subject")

    op.drop_table("portal_comment_thread")
    op.drop_table("portal_comment_figure")
    op.drop_table("portal_calendar_day")
    with op.batch_alter_table("portal_audit", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_audit_subject")

    op.drop_table("portal_audit")
