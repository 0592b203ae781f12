"""Files for other programs: answers, free texts, numbers and the codebook."""

from collections.abc import Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import Response, render_template, request, send_file

from portal.features.surveys.actions import exporting
from portal.features.surveys.actions.exporting import ANSWERS, CODEBOOK, NUMBERS, TEXTS, Sheet
from portal.features.surveys.views.blueprint import pages
from portal.features.surveys.views.desk import the_survey
from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.db import snapshot, work
from portal.kernel.forms import ForeignForm, Press

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
FILES = {"odgovori": ANSWERS, "tekstovi": TEXTS, "brojevi": NUMBERS, "sifarnik": CODEBOOK}
IN_MEMORY = 2**22


@pages.route("/sto/<int:survey_id>/izvoz/")
@allow("surveys.prepare")
def exports(survey_id: int) -> str:
    """What can be downloaded of a survey, and when."""
    survey = the_survey(survey_id)
    return render_template("portal/surveys/statistics/exports.html", survey=survey, press=Press(None))


@pages.route(f"/sto/<int:survey_id>/izvoz/<any({', '.join(FILES)}):what>.<any(csv, xlsx):media>", methods=["POST"])
@allow("surveys.prepare")
def download_survey(survey_id: int, what: str, media: str) -> Response:
    """One file, written while it is read; the audit log says who took what, and nobody waits meanwhile."""
    if not Press(request.form).validate():
        raise ForeignForm
    with work() as db:
        exporting.permit(db, survey_id, FILES[what], by=me_in(db), media=media)
    with snapshot() as db:
        out = _written(exporting.sheets(db, survey_id, FILES[what], media), media)
    answer = send_file(out, mimetype=MEDIA[media], as_attachment=True, download_name=f"anketa-{survey_id}-{what}.{media}")
    answer.cache_control.no_store = True
    return answer


def _written(sheets: Sequence[Sheet], media: str) -> IO[bytes]:
    """Write a file, a large one on the disk."""
    out: Any = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - who sends it closes it
    try:
        if media == "csv":
            exporting.write_csv(out, sheets[0])
        else:
            exporting.write_xlsx(out, sheets)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    found: IO[bytes] = out
    return found
